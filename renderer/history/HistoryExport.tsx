import { Button } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { Page } from '../../shared/contract.ts';
import { dayOf } from '../../shared/days.ts';
import { formatCount, plural } from '../../shared/format.ts';
import { messageOf } from '../state/asked.ts';
import { download } from '../ui/download.ts';
import classes from './history.module.css';

interface Props<Item> {
  readonly name: 'runs' | 'events';
  readonly readPage: (before: number | undefined) => Promise<Page<Item>>;
  readonly asCsv: (items: readonly Item[]) => string;
}

/** More rows than this a page does not hold together; the views of the database have no such limit. */
const most = 100_000;

/** What the filter shows, all of it, as CSV. A second press stops it. */
export function HistoryExport<Item>({ name, readPage, asCsv }: Props<Item>) {
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const stopped = useRef(false);

  async function save(): Promise<void> {
    stopped.current = false;
    setBusy(true);
    const items: Item[] = [];
    try {
      let before: number | undefined;
      for (;;) {
        const page = await readPage(before);
        items.push(...page.items);
        setSaid(`${formatCount(items.length)} read`);
        if (stopped.current) {
          setSaid('Stopped, nothing was saved.');
          return;
        }
        if (page.next === null || items.length >= most) break;
        before = page.next;
      }
      download(`tidings-${name}-${dayOf(Date.now())}.csv`, asCsv(items), 'text/csv');
      setSaid(
        items.length >= most
          ? `The newest ${formatCount(items.length)} were saved: narrow the period for the rest.`
          : `${plural(items.length, name === 'runs' ? 'run' : 'event')} saved.`,
      );
    } catch (error) {
      setSaid(`Not saved: ${messageOf(error)}`);
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <span role="status" className={classes.said}>
        {said}
      </span>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconFileSpreadsheet size={14} aria-hidden />}
        onClick={() => {
          if (busy) stopped.current = true;
          else void save();
        }}
      >
        {busy ? 'Stop' : 'Save as CSV'}
      </Button>
    </>
  );
}
