import { IconFileImport } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { plural } from '../../shared/format.ts';
import { useAsked } from '../state/asked.ts';
import { goTo, usePlace } from '../state/place.ts';
import type { Feed } from '../state/screen.ts';
import { useScreen } from '../state/screen-context.ts';
import card from '../ui/card.module.css';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import { AddChannelsDialog } from './AddChannelsDialog.tsx';
import { ChannelList } from './ChannelList.tsx';
import { ChannelsHeader } from './ChannelsHeader.tsx';
import classes from './channels.module.css';
import { ExportMenu } from './ExportMenu.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { NoChannels } from './NoChannels.tsx';
import { Said, useSaying } from './Said.tsx';
import { StandingNotice } from './StandingNotice.tsx';
import { nothingSelected } from './selection.ts';
import { standingOf } from './standing.ts';
import { useChannels } from './use-channels.ts';

/** What is collected, of which channels, at what cost. */
export function ChannelsScreen() {
  const feed = useScreen((state) => state.feed);
  return feed === null ? <Unfed /> : <Fed feed={feed} />;
}

/** Before the first snapshot. */
function Unfed() {
  const { kind } = useScreen((state) => state.connection);
  const waiting = kind === 'connecting' || kind === 'connected';
  return <h1 className={classes.unfed}>{waiting ? 'Connecting to Tidings…' : 'No answer from Tidings'}</h1>;
}

function Fed({ feed }: { readonly feed: Feed }) {
  const channels = useChannels();
  const accounts = useAsked('accounts.list', {}, ['accounts']).answer;
  const vault = useAsked('vault.get', {}, ['vault']).answer;
  const connection = useScreen((state) => state.connection);
  const { saying, tell, dismiss } = useSaying();
  const [search, setSearch] = useState('');
  const [selection, setSelection] = useState(nothingSelected);
  const heading = useRef<HTMLHeadingElement>(null);
  const part = usePlace()?.part ?? null;

  const { snapshot } = feed;
  const signedIn = accounts?.filter(({ state }) => state === 'signed-in') ?? [];
  const standing = standingOf({ connection, lease: snapshot.lease, vault, accounts });
  const addRefusal = standing?.reason ?? null;
  const list = channels.list ?? [];
  const selected = list.filter(({ id }) => selection.ids.has(id));
  const readers = Math.max(1, signedIn.length);
  // In the address, so that a link leads here and "back" closes it.
  const close = () => goTo('channels');
  const add = () => goTo('channels', 'add');
  const importList = () => goTo('channels', 'import');

  return (
    <div className={classes.screen}>
      <ChannelsHeader
        channels={list}
        accounts={readers}
        search={search}
        onSearch={setSearch}
        addRefusal={addRefusal}
        onAdd={add}
        heading={heading}
      >
        <ReasonedButton
          variant="default"
          reason={addRefusal}
          onPress={importList}
          leftSection={<IconFileImport size={16} aria-hidden />}
        >
          Import
        </ReasonedButton>
        <ExportMenu channels={selected.length > 0 ? selected : list} ticked={selected.length > 0} />
      </ChannelsHeader>
      {standing === null || (standing.kind === 'signed-out' && list.length === 0) ? null : (
        <StandingNotice standing={standing} />
      )}
      {channels.problem === null ? null : (
        <p role="alert" className={`${card.card} ${classes.problem}`}>
          The list of channels could not be read: {channels.problem}
        </p>
      )}
      {channels.list === null ? (
        channels.problem === null ? (
          <p className={`${card.card} ${classes.nothing}`}>Opening the list of channels…</p>
        ) : null
      ) : list.length === 0 ? (
        <NoChannels
          signedIn={accounts === null || signedIn.length > 0}
          addRefusal={addRefusal}
          onAdd={add}
          onImport={importList}
        />
      ) : (
        <ChannelList
          channels={list}
          show={channels.show}
          feed={feed}
          accounts={readers}
          search={search}
          onSearch={setSearch}
          selection={selection}
          onSelect={setSelection}
          tell={tell}
          writes={standing?.kind !== 'standby'}
          onRemoved={() => heading.current?.focus()}
        />
      )}
      <AddChannelsDialog
        opened={part === 'add' && addRefusal === null}
        accounts={signedIn}
        onClose={close}
        onAdded={(count, how) => {
          tell(
            'done',
            `${plural(count, 'channel')} added: the next run reads ${count === 1 ? 'it' : 'them'}`,
          );
          if (how === 'picked') close();
        }}
      />
      <ImportDialog
        opened={part === 'import' && addRefusal === null}
        channels={list}
        accounts={signedIn}
        defaultLimit={snapshot.settings.defaultLimit}
        onClose={close}
        tell={tell}
      />
      <Said saying={saying} onDismiss={dismiss} />
    </div>
  );
}
