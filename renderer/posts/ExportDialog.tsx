import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import { type ExportFormat, exportFormats, type PostFilter } from '../../shared/archive.ts';
import { Dialog } from '../channels/Dialog.tsx';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import { Refusal } from '../ui/Refusal.tsx';
import classes from './export.module.css';
import { formatWords } from './export-words.ts';
import { capitalised } from './post-words.ts';

interface Props {
  readonly opened: boolean;
  readonly filter: PostFilter;
  /** `1,284 posts`; null while they are being counted. */
  readonly count: string | null;
  /** What narrows them, in words. */
  readonly narrowed: readonly string[];
  readonly onClose: () => void;
}

export function ExportDialog({ opened, filter, count, narrowed, onClose }: Props) {
  const bridge = useBridge();
  const wish = useWish();
  const [format, setFormat] = useState<ExportFormat>('csv');

  async function start(): Promise<void> {
    const started = await wish.grant(() => bridge.request('exports.start', { ...filter, format }));
    if (started !== null) onClose();
  }

  return (
    <Dialog opened={opened} onClose={onClose} title="Export posts" kind="question">
      <form
        className={classes.exportForm}
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <p>
          <b>{count === null ? 'The posts' : capitalised(count)}</b>
          {narrowed.length === 0 ? ': everything that is held.' : ' of this filter: '}
          {narrowed.length === 0 ? null : <span dir="auto">{narrowed.join(' · ')}</span>}
        </p>
        <Radio.Group
          label="Format"
          value={format}
          onChange={(value) => setFormat(exportFormats.find((known) => known === value) ?? 'csv')}
        >
          <div className={classes.exportChoices}>
            {exportFormats.map((known) => (
              <Radio
                key={known}
                size="sm"
                value={known}
                label={formatWords[known].label}
                description={formatWords[known].explanation}
              />
            ))}
          </div>
        </Radio.Group>
        <p className={classes.note}>Nothing is asked of Telegram: it is written from what is held here.</p>
        <Refusal reason={wish.refusal} />
        <div className={classes.exportButtons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={wish.underWay}>
            Export
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
