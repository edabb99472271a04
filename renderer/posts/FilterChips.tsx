import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { PostFilter } from '../../shared/archive.ts';
import classes from './filters.module.css';
import type { ActiveFilter } from './post-words.ts';

interface Props {
  readonly active: readonly ActiveFilter[];
  readonly onFilter: (filter: PostFilter) => void;
  /** Where the focus goes when the chip that had it is gone. */
  readonly onCleared: () => void;
}

/** What narrows the list: a press takes it away. */
export function FilterChips({ active, onFilter, onCleared }: Props) {
  if (active.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label="Active filters">
      {active.map(({ id, label, without }) => (
        <li key={id}>
          <button
            type="button"
            className={classes.chip}
            title={label}
            aria-label={`Remove the filter: ${label}`}
            onClick={() => {
              onFilter(without);
              onCleared();
            }}
          >
            <span dir="auto">{id === 'text' ? `“${label}”` : label}</span>
            <IconX size={13} stroke={2.4} aria-hidden />
          </button>
        </li>
      ))}
      {active.length > 1 ? (
        <li>
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => {
              onFilter({});
              onCleared();
            }}
          >
            Clear all
          </Button>
        </li>
      ) : null}
    </ul>
  );
}
