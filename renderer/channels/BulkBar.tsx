import { Button, Menu, VisuallyHidden } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { costOfRun } from '../../shared/collection-cost.ts';
import type { Channel } from '../../shared/domain.ts';
import { plural } from '../../shared/format.ts';
import { keptInWords } from '../../shared/post-expiry.ts';
import { useAsked } from '../state/asked.ts';
import classes from './channels.module.css';
import { costInWords } from './cost-words.ts';
import { KeepDialog } from './KeepDialog.tsx';
import { LimitDialog } from './LimitDialog.tsx';
import { whenReread } from './limit-text.ts';
import type { ChannelActions } from './use-channel-actions.ts';

interface Props {
  readonly selected: readonly Channel[];
  readonly accounts: number;
  /** Wall clock, ms. */
  readonly now: number;
  readonly actions: ChannelActions;
  readonly onRemove: () => void;
  readonly onClear: () => void;
}

/** What can be done with the ticked rows. It stands where the filters were, so that nothing moves. */
export function BulkBar({ selected, accounts, now, actions, onRemove, onClear }: Props) {
  const [asking, setAsking] = useState<'limit' | 'keep' | null>(null);
  const pace = useAsked('collection.pace', {}, ['runs']).answer;
  const channels = plural(selected.length, 'channel');
  const costWith = (backfill: boolean) =>
    pace === null
      ? ''
      : costInWords(
          costOfRun(
            selected.map((channel) => ({ ...channel, backfill })),
            accounts,
            pace,
          ),
        );
  return (
    <section aria-label="Selected channels" className={classes.bar}>
      <b className={classes.count} role="status">
        {plural(selected.length, 'channel')} selected
      </b>
      <div className={classes.deeds}>
        <Button
          size="xs"
          variant="default"
          onClick={() => void actions.setMany(selected, { enabled: true }, `${channels} switched on`)}
        >
          On
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => void actions.setMany(selected, { enabled: false }, `${channels} switched off`)}
        >
          Off
        </Button>
        <Button size="xs" variant="default" onClick={() => setAsking('limit')}>
          Re-read…
        </Button>
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
              Backfill
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              onClick={() =>
                void actions.setMany(selected, { backfill: true }, `Backfill switched on for ${channels}`)
              }
            >
              On
              <div className={classes.itemCost}>{costWith(true)}</div>
            </Menu.Item>
            <Menu.Item
              onClick={() =>
                void actions.setMany(selected, { backfill: false }, `Backfill switched off for ${channels}`)
              }
            >
              Off
              <div className={classes.itemCost}>{costWith(false)}</div>
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Button size="xs" variant="default" onClick={() => setAsking('keep')}>
          Keep…
        </Button>
        <Button size="xs" variant="default" className={classes.removing} onClick={onRemove}>
          Remove…
        </Button>
      </div>
      <Button size="xs" variant="subtle" className={classes.clear} onClick={onClear}>
        Clear<VisuallyHidden> the selection</VisuallyHidden>
      </Button>
      <LimitDialog
        channels={selected}
        accounts={accounts}
        pace={pace}
        opened={asking === 'limit'}
        onClose={() => setAsking(null)}
        onSave={(settings) =>
          actions.setMany(
            selected,
            settings,
            `${channels}: the ${plural(settings.limit, 'newest post', 'newest posts')} re-read now${
              settings.reread === undefined ? '' : `, ${whenReread({ reread: settings.reread })}`
            }`,
          )
        }
      />
      <KeepDialog
        channels={selected}
        now={now}
        opened={asking === 'keep'}
        onClose={() => setAsking(null)}
        onSave={(keepDays) =>
          actions.setMany(selected, { keepDays }, `${channels}: posts are kept ${keptInWords(keepDays)}`)
        }
      />
    </section>
  );
}
