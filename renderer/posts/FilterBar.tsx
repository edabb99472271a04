import { Checkbox, Radio } from '@mantine/core';
import { type PostFilter, postStates } from '../../shared/archive.ts';
import type { Channel } from '../../shared/domain.ts';
import { ChannelChoice } from './ChannelChoice.tsx';
import { DatesChoice } from './DatesChoice.tsx';
import { FilterButton } from './FilterButton.tsx';
import classes from './filters.module.css';
import { MediaIcon } from './MediaIcon.tsx';
import { mediaChoices } from './post-address.ts';
import { mediaWords, stateWords, withChannels, withMedia, withState } from './post-words.ts';

interface Props {
  readonly filter: PostFilter;
  readonly onFilter: (filter: PostFilter, quietly?: boolean) => void;
  readonly channels: readonly Channel[];
}

export function FilterBar({ filter, onFilter, channels }: Props) {
  const { channelIds = [], from, to, media = [], state } = filter;
  return (
    <fieldset className={classes.filters}>
      <legend>Filters</legend>
      <FilterButton label="Channels" active={channelIds.length > 0} width={320}>
        {() => (
          <ChannelChoice
            channels={channels}
            chosen={channelIds}
            onChoose={(ids) => onFilter(withChannels(filter, ids))}
          />
        )}
      </FilterButton>
      <FilterButton label="Dates" active={from !== undefined || to !== undefined} width={270}>
        {(close) => <DatesChoice filter={filter} onFilter={onFilter} onDone={close} />}
      </FilterButton>
      <FilterButton label="Media" active={media.length > 0} width={220}>
        {() => (
          <fieldset className={classes.choices}>
            <legend>Any of these kinds</legend>
            {mediaChoices.map((kind) => (
              <Checkbox
                key={kind}
                size="xs"
                checked={media.includes(kind)}
                onChange={(event) => {
                  const wanted = event.currentTarget.checked;
                  onFilter(
                    withMedia(
                      filter,
                      mediaChoices.filter((one) => (one === kind ? wanted : media.includes(one))),
                    ),
                  );
                }}
                label={
                  <span className={classes.choiceLabel}>
                    <MediaIcon media={kind} />
                    {mediaWords[kind]}
                  </span>
                }
              />
            ))}
          </fieldset>
        )}
      </FilterButton>
      <FilterButton label="State" active={state !== undefined} width={280}>
        {() => (
          <Radio.Group
            aria-label="State"
            value={state ?? 'any'}
            onChange={(value) =>
              onFilter(withState(filter, postStates.find((known) => known === value) ?? null))
            }
          >
            <div className={classes.choices}>
              <Radio size="sm" value="any" label="Any" />
              {postStates.map((known) => (
                <Radio
                  key={known}
                  size="sm"
                  value={known}
                  label={stateWords[known].label}
                  description={stateWords[known].explanation}
                />
              ))}
            </div>
          </Radio.Group>
        )}
      </FilterButton>
    </fieldset>
  );
}
