import { Button } from '@mantine/core';
import type { PostFilter } from '../../shared/archive.ts';
import { useAsked } from '../state/asked.ts';
import { hashOf } from '../state/place.ts';
import { type ActiveFilter, countWords } from './post-words.ts';
import classes from './posts.module.css';

const countedAtMost = 1000;

/** Nothing is held at all: what has to happen before there is. */
export function NothingHeld({ channels }: { readonly channels: number }) {
  return (
    <div className={classes.empty}>
      <h2>No post is held yet</h2>
      <p>
        {channels === 0
          ? 'Add the channels you follow. Each run then reads their newest posts into this list, and keeps what is edited or deleted later.'
          : 'The channels are chosen. The next run reads their newest posts, and they appear here as they come.'}
      </p>
      {channels === 0 ? (
        <Button component="a" href={hashOf('channels', 'add')}>
          Add channels
        </Button>
      ) : (
        <Button component="a" href={hashOf('now')}>
          See when it runs
        </Button>
      )}
    </div>
  );
}

/** Nothing is found: which filter to loosen, and what that would find. */
export function NothingFound({
  active,
  onFilter,
}: {
  readonly active: readonly ActiveFilter[];
  readonly onFilter: (filter: PostFilter) => void;
}) {
  return (
    <div className={classes.empty}>
      <h2>Nothing found</h2>
      <p>
        {active.length === 1
          ? 'No post that is held fits. Without the filter:'
          : 'No post that is held fits all of these at once. Without one of them:'}
      </p>
      <ul className={classes.loosen}>
        {active.map(({ id, label, without }) => (
          <Loosened key={id} label={label} without={without} onFilter={onFilter} />
        ))}
      </ul>
    </div>
  );
}

function Loosened({
  label,
  without,
  onFilter,
}: {
  readonly label: string;
  readonly without: PostFilter;
  readonly onFilter: (filter: PostFilter) => void;
}) {
  const { answer } = useAsked('posts.count', { ...without, atMost: countedAtMost }, []);
  const found = answer?.accepted === true ? countWords(answer) : '';
  return (
    <li>
      <span>
        Without <b dir="auto">{label}</b>
      </span>
      <span className={classes.loosenCount}>{found}</span>
      <Button variant="default" size="compact-sm" onClick={() => onFilter(without)}>
        Remove it
      </Button>
    </li>
  );
}
