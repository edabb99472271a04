import { Button, Loader, TextInput, VisuallyHidden } from '@mantine/core';
import { IconRefresh, IconSearch } from '@tabler/icons-react';
import { formatCount, formatDateTime, plural } from '../../shared/format.ts';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import { toneClass } from '../ui/Tag.tsx';
import classes from './channel-picker.module.css';
import type { Dialogs } from './use-dialogs.ts';

interface Props {
  readonly dialogs: Dialogs;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly shown: number;
  /** How many of those shown can be ticked. */
  readonly free: number;
  readonly allTicked: boolean;
  readonly onSelectShown: () => void;
}

/** Over the account's list: how far it is read, search, and all at once. */
export function DialogTools({ dialogs, search, onSearch, shown, free, allTicked, onSelectShown }: Props) {
  const { list, reading, problem, read } = dialogs;
  const count = list?.channels.length ?? 0;
  return (
    <>
      <div className={classes.tools}>
        <TextInput
          className={classes.search}
          type="search"
          aria-label="Search your list"
          placeholder="Title or @name…"
          leftSection={<IconSearch size={15} aria-hidden />}
          value={search}
          onChange={(event) => onSearch(event.currentTarget.value)}
        />
        <ReasonedButton
          variant="default"
          reason={free > 0 ? null : shown === 0 ? 'No channel is shown.' : 'All shown are collected already.'}
          onPress={onSelectShown}
        >
          {allTicked ? 'Unselect' : 'Select'} all {free === 0 ? 'shown' : `${formatCount(free)} shown`}
        </ReasonedButton>
      </div>
      <div className={classes.state}>
        {reading ? <Loader size={13} aria-hidden /> : null}
        <span>{stateWords(dialogs, shown)}</span>
        {reading || list === null ? null : (
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconRefresh size={13} aria-hidden />}
            onClick={() => read(list.complete)}
          >
            {list.complete ? 'Read again' : 'Read on'}
          </Button>
        )}
        {/* Tells at the beginning and the end, not with every page. */}
        <VisuallyHidden role="status">
          {reading ? 'Reading your list…' : list === null ? '' : `${plural(count, 'channel')} in your list`}
        </VisuallyHidden>
      </div>
      <div role="alert" className={toneClass('warn')}>
        {problem === null ? null : <p className={classes.refusal}>{problem}</p>}
      </div>
    </>
  );
}

function stateWords({ list, reading }: Dialogs, shown: number): string {
  if (list === null) return 'Opening your list…';
  const count = list.channels.length;
  if (reading) return `Reading your list… ${formatCount(count)} so far`;
  const found = shown === count ? '' : `${formatCount(shown)} of `;
  const far = list.complete ? '' : ', not read to its end yet';
  const when = list.readAt === null ? '' : `, read ${formatDateTime(list.readAt)}`;
  return `${found}${plural(count, 'channel')}${far}${when}`;
}
