import { Divider } from '@mantine/core';
import { useRef, useState } from 'react';
import { plural } from '../../shared/format.ts';
import { useAsked } from '../state/asked.ts';
import { useBridge, useScreen } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import { toneClass } from '../ui/Tag.tsx';
import { AddByReference } from './AddByReference.tsx';
import classes from './channel-picker.module.css';
import { names, wordsOf } from './channel-view.ts';
import { costInWords, costOfNew } from './cost-words.ts';
import { DialogListBox } from './DialogListBox.tsx';
import { DialogTools } from './DialogTools.tsx';
import { NewChannelSettings } from './NewChannelSettings.tsx';
import { nothingSelected, press, pressAll } from './selection.ts';
import { useDialogs } from './use-dialogs.ts';
import { useLimitDraft } from './use-limit-draft.ts';

interface Props {
  readonly accountId: number;
  /** `how`: ticked in the list, or named. */
  readonly onAdded: (count: number, how: 'picked' | 'named') => void;
}

/** Chooses channels to collect: from the account's own list, or by name. */
export function ChannelPicker({ accountId, onAdded }: Props) {
  // Another account is another list: nothing of the one before is kept.
  return <Picker key={accountId} accountId={accountId} onAdded={onAdded} />;
}

function Picker({ accountId, onAdded }: Props) {
  const bridge = useBridge();
  const dialogs = useDialogs(accountId);
  const pace = useAsked('collection.pace', {}, ['runs']).answer;
  const defaultLimit = useScreen((state) => state.feed?.snapshot.settings.defaultLimit ?? 50);
  const [search, setSearch] = useState('');
  const [selection, setSelection] = useState(nothingSelected);
  const limit = useLimitDraft(defaultLimit);
  const limitField = useRef<HTMLInputElement>(null);
  const [reread, setReread] = useState(false);
  const [backfill, setBackfill] = useState(false);
  const wish = useWish();

  const all = dialogs.list?.channels ?? [];
  const words = wordsOf(search);
  const shown = all.filter((channel) => names(channel, words));
  const free = shown.filter(({ collected }) => !collected).map(({ channelId }) => channelId);
  const picked = all
    .filter(({ channelId, collected }) => !collected && selection.ids.has(channelId))
    .map(({ channelId }) => channelId);

  /** What was typed counts, or nothing is done: never another number without a word. */
  function takeLimit(): number | null {
    const taken = limit.take();
    if (taken === null) limitField.current?.focus();
    return taken;
  }

  async function collect(): Promise<void> {
    const taken = takeLimit();
    if (taken === null) return;
    const answer = await wish.grant(async () => {
      const added = await bridge.request('channels.pick', {
        accountId,
        channelIds: picked,
        limit: taken,
        backfill,
      });
      return added.accepted && reread
        ? bridge.request('channels.setMany', { channelIds: picked, reread })
        : added;
    });
    if (answer === null) return;
    setSelection(nothingSelected);
    onAdded(picked.length, 'picked');
  }

  return (
    <div className={classes.picker}>
      <DialogTools
        dialogs={dialogs}
        search={search}
        onSearch={setSearch}
        shown={shown.length}
        free={free.length}
        allTicked={free.length > 0 && free.every((id) => selection.ids.has(id))}
        onSelectShown={() => setSelection((before) => pressAll(before, free))}
      />
      <DialogListBox
        channels={shown}
        selected={selection.ids}
        empty={emptyWords(dialogs.list?.channels.length ?? null, dialogs.reading, search)}
        onPress={(id, range) => setSelection((before) => press(before, id, { range, order: free }))}
      />
      <NewChannelSettings
        limit={limit}
        limitField={limitField}
        reread={reread}
        onReread={setReread}
        backfill={backfill}
        onBackfill={setBackfill}
      />
      <div role="alert" className={toneClass('warn')}>
        {wish.refusal === null ? null : <p className={classes.refusal}>{wish.refusal}</p>}
      </div>
      <div className={classes.foot}>
        <p className={classes.cost} aria-live="polite">
          {picked.length === 0 || pace === null
            ? 'Tick what is to be collected.'
            : `${plural(picked.length, 'channel')}: ${costInWords(
                costOfNew(picked.length, { limit: limit.limit ?? defaultLimit, backfill, reread }, pace),
              )}`}
        </p>
        <ReasonedButton
          reason={picked.length === 0 ? 'No channel is ticked yet.' : null}
          loading={wish.underWay}
          onPress={() => void collect()}
        >
          {picked.length === 0 ? 'Collect channels' : `Collect ${plural(picked.length, 'channel')}`}
        </ReasonedButton>
      </div>
      <Divider label="or by name" labelPosition="left" />
      <AddByReference
        takeLimit={takeLimit}
        reread={reread}
        backfill={backfill}
        onAdded={() => onAdded(1, 'named')}
      />
    </div>
  );
}

function emptyWords(held: number | null, reading: boolean, search: string): string {
  if (held === null) return 'Opening your list…';
  if (held > 0) return `No channel in your list matches “${search}”.`;
  return reading
    ? 'The first channels appear here in a moment.'
    : 'This account follows no channel. Name a public one below instead.';
}
