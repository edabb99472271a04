import { Button, FileButton, Textarea } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useDeferredValue, useMemo, useState } from 'react';
import {
  expiryWarning,
  lookUpWarning,
  planImport,
  planInWords,
  whyNoList,
} from '../../shared/channel-import-plan.ts';
import { type ImportResult, resultInWords } from '../../shared/channel-import-run.ts';
import { readChannelList } from '../../shared/channel-list.ts';
import type { Account, Channel } from '../../shared/domain.ts';
import { plural } from '../../shared/format.ts';
import { useAsked } from '../state/asked.ts';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import { toneClass } from '../ui/Tag.tsx';
import { costInWords, costOfPlanned } from './cost-words.ts';
import { Dialog } from './Dialog.tsx';
import dialogs from './dialogs.module.css';
import { ImportOutcome, ImportProgressBar, Problems } from './ImportOutcome.tsx';
import classes from './import-dialog.module.css';
import type { Tell } from './Said.tsx';
import { useImport, useKnownDialogs } from './use-import.ts';

interface Props {
  readonly opened: boolean;
  readonly channels: readonly Channel[];
  /** Those signed in. */
  readonly accounts: readonly Account[];
  readonly defaultLimit: number;
  readonly onClose: () => void;
  readonly tell: Tell;
}

const mostBytes = 4 * 1024 * 1024;

/** A list of channels, looked at before anything is done with it. */
export function ImportDialog(props: Props) {
  const importing = useImport();
  const { progress, stop, forget } = importing;

  function close(): void {
    // Left while it is under way: the channel in flight is the last.
    if (progress !== null) stop();
    forget();
    props.onClose();
  }

  return (
    <Dialog
      kind="work"
      opened={props.opened}
      onClose={close}
      title="Import a list of channels"
      closesOnClickOutside={progress === null}
    >
      <ImportForm {...props} onClose={close} importing={importing} />
    </Dialog>
  );
}

function ImportForm({
  opened,
  channels,
  accounts,
  defaultLimit,
  onClose,
  tell,
  importing,
}: Props & { readonly importing: ReturnType<typeof useImport> }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { progress, result, stopping } = importing;
  const reading = useDeferredValue(text);
  const list = useMemo(() => readChannelList(reading), [reading]);
  const known = useKnownDialogs(
    accounts,
    opened && list.channels.some(({ reference }) => reference === null),
  );
  const plan = useMemo(() => planImport(list, channels, known.dialogs), [list, channels, known.dialogs]);
  const pace = useAsked('collection.pace', {}, ['runs']).answer;
  const fresh = plan.fresh.length;
  const restores = plan.restores.length;
  const warnings = [lookUpWarning(plan), expiryWarning(plan, channels, Date.now())].filter(
    (warning) => warning !== null,
  );

  async function chosen(file: File | null): Promise<void> {
    if (file === null) return;
    setProblem(null);
    if (file.size > mostBytes) {
      setProblem(`${file.name} is larger than 4 MB, which no list of channels is. Nothing was read.`);
      return;
    }
    try {
      const read = await file.text();
      const wrong = whyNoList(read);
      if (wrong === null) setText(read);
      else setProblem(`${file.name} ${wrong} Nothing was read.`);
      importing.forget();
    } catch (error) {
      setProblem(`${file.name} could not be read: ${String(error)}`);
    }
  }

  async function add(): Promise<void> {
    const ended: ImportResult = await importing.start([...plan.restores, ...plan.fresh]);
    tell(
      ended.ended === 'complete' && ended.failures.length === 0 ? 'done' : 'refused',
      resultInWords(ended),
    );
  }

  if (progress !== null) {
    return (
      <div className={dialogs.stack}>
        <ImportProgressBar progress={progress} />
        <Problems problems={progress.failures} heading="Refused so far" />
        <div className={dialogs.buttons}>
          <Button variant="default" disabled={stopping} onClick={importing.stop}>
            {stopping ? 'Stopping after this one…' : 'Stop'}
          </Button>
        </div>
      </div>
    );
  }
  if (result !== null) return <ImportOutcome result={result} onBack={importing.forget} onClose={onClose} />;
  return (
    <div className={dialogs.stack}>
      <Textarea
        data-autofocus
        label="Names and links, one a line, or a CSV file from an export"
        description="What follows a # is passed over. What is collected already is not added again; a table brings its settings back."
        placeholder={'@name\nhttps://t.me/name\nhttps://t.me/+invite'}
        autosize
        minRows={5}
        maxRows={9}
        spellCheck={false}
        classNames={{ input: classes.text ?? '' }}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.choose}>
        <FileButton accept=".csv,.txt,text/csv,text/plain" onChange={(file) => void chosen(file)}>
          {(button) => (
            <Button
              {...button}
              variant="default"
              size="xs"
              leftSection={<IconFileImport size={15} aria-hidden />}
            >
              Choose a file…
            </Button>
          )}
        </FileButton>
        <p role="status" className={classes.preview}>
          {text.trim() === '' ? '' : planInWords(plan)}
        </p>
      </div>
      <div role="alert" className={toneClass('warn')}>
        {(problem ?? known.problem) === null ? null : (
          <p className={dialogs.refusal}>{problem ?? known.problem}</p>
        )}
      </div>
      <div role="status">
        {warnings.map((warning) => (
          <p key={warning} className={dialogs.cost}>
            {warning}
          </p>
        ))}
      </div>
      <div className={classes.foot}>
        <p className={dialogs.cost}>
          {fresh === 0 || pace === null
            ? ''
            : `${plural(fresh, 'new channel')}: ${costInWords(costOfPlanned(plan.fresh, defaultLimit, pace))}. Each one is looked up at Telegram, one after another.`}
        </p>
        <div className={dialogs.buttons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <ReasonedButton
            reason={
              fresh + restores > 0
                ? null
                : text.trim() === ''
                  ? 'There is no list yet.'
                  : 'There is nothing new in this list.'
            }
            onPress={() => void add()}
          >
            {doWords(fresh, restores)}
          </ReasonedButton>
        </div>
      </div>
      <Problems problems={plan.problems} heading="Not understood" />
    </div>
  );
}

function doWords(fresh: number, restores: number): string {
  if (restores === 0) return fresh === 0 ? 'Add channels' : `Add ${plural(fresh, 'channel')}`;
  const restored = `settings of ${plural(restores, 'channel')}`;
  return fresh === 0 ? `Restore the ${restored}` : `Add ${plural(fresh, 'channel')}, restore ${restored}`;
}
