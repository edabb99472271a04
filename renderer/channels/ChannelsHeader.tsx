import { CloseButton, TextInput, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { type ReactNode, type RefObject, useId } from 'react';
import { type CollectionPace, costOfRun } from '../../shared/collection-cost.ts';
import type { Channel } from '../../shared/domain.ts';
import { formatCount, plural } from '../../shared/format.ts';
import { useAsked } from '../state/asked.ts';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import classes from './channels.module.css';
import { costInWords, explainCost } from './cost-words.ts';

interface Props {
  readonly channels: readonly Channel[];
  /** That read side by side. */
  readonly accounts: number;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  /** Why nothing can be added now; null when something can. */
  readonly addRefusal: string | null;
  readonly onAdd: () => void;
  readonly heading: RefObject<HTMLHeadingElement | null>;
  /** Import and export. */
  readonly children: ReactNode;
}

export function ChannelsHeader(props: Props) {
  const { channels, accounts, search, onSearch, addRefusal, onAdd, heading, children } = props;
  const pace = useAsked('collection.pace', {}, ['runs', 'accounts']).answer;
  const on = channels.filter(({ enabled }) => enabled);
  if (channels.length === 0) {
    // The list says where to begin.
    return (
      <header className={classes.header}>
        <h1 ref={heading} tabIndex={-1}>
          Channels
        </h1>
      </header>
    );
  }
  return (
    <header className={classes.header}>
      <div className={classes.heading}>
        <h1 ref={heading} tabIndex={-1}>
          Channels
        </h1>
        <p>
          {plural(channels.length, 'channel')}, {formatCount(on.length)} on
          {pace === null || on.length === 0 ? null : (
            <>
              {' · '}
              <Cost channels={on} accounts={accounts} pace={pace} />
            </>
          )}
        </p>
      </div>
      <div className={classes.tools}>
        <TextInput
          className={classes.search}
          type="search"
          aria-label="Find a channel"
          placeholder="Find a channel…"
          leftSection={<IconSearch size={15} aria-hidden />}
          rightSection={
            search === '' ? null : (
              <CloseButton size="sm" aria-label="Clear the search" onClick={() => onSearch('')} />
            )
          }
          value={search}
          onChange={(event) => onSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onSearch('');
          }}
        />
        {children}
        <ReasonedButton reason={addRefusal} onPress={onAdd} leftSection={<IconPlus size={16} aria-hidden />}>
          Add channels
        </ReasonedButton>
      </div>
    </header>
  );
}

function Cost({
  channels,
  accounts,
  pace,
}: {
  readonly channels: readonly Channel[];
  readonly accounts: number;
  readonly pace: CollectionPace;
}) {
  const explanationId = useId();
  const explanation = explainCost(pace);
  return (
    <>
      <Tooltip label={explanation} multiline w={320}>
        <button type="button" className={classes.cost} aria-describedby={explanationId}>
          {costInWords(costOfRun(channels, accounts, pace))}
        </button>
      </Tooltip>
      <VisuallyHidden component="span" id={explanationId}>
        {explanation}
      </VisuallyHidden>
    </>
  );
}
