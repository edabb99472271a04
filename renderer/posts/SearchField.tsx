import { ActionIcon, CloseButton, Popover, TextInput } from '@mantine/core';
import { IconHelp, IconSearch } from '@tabler/icons-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import classes from './posts.module.css';

interface Props {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Why this cannot be searched for; null when it can. */
  readonly refusal: string | null;
  /** Arrow down leads into the list. */
  readonly onLeave: () => void;
}

/** Long enough that a word is not searched for letter by letter, short enough not to be waited for. */
const pauseMs = 250;

export function SearchField({ field, text, onText, refusal, onLeave }: Props) {
  const [draft, setDraft] = useState(text);
  const sent = useRef(text);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  useEffect(() => {
    // Another way led to another text: a link, "back", a chip.
    if (text === sent.current) return;
    sent.current = text;
    setDraft(text);
  }, [text]);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);

  function send(value: string): void {
    clearTimeout(timer.current ?? undefined);
    sent.current = value.trim();
    if (sent.current !== text) onText(sent.current);
  }

  function typed(value: string): void {
    setDraft(value);
    clearTimeout(timer.current ?? undefined);
    timer.current = setTimeout(() => send(value), pauseMs);
  }

  function clear(): void {
    setDraft('');
    send('');
    field.current?.focus();
  }

  return (
    <div className={classes.search}>
      <TextInput
        ref={field}
        type="text"
        role="searchbox"
        aria-label="Search posts"
        aria-keyshortcuts="/"
        error={refusal}
        errorProps={{ role: 'alert' }}
        placeholder="Search posts"
        maxLength={500}
        spellCheck={false}
        autoComplete="off"
        value={draft}
        onChange={(event) => typed(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send(draft);
          else if (event.key === 'Escape' && draft !== '') {
            event.stopPropagation();
            clear();
          } else if (event.key === 'Escape') field.current?.blur();
          else if (event.key === 'ArrowDown') {
            event.preventDefault();
            onLeave();
          }
        }}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSectionWidth={draft === '' ? 64 : 66}
        rightSection={
          <span className={classes.searchEnd}>
            {draft === '' ? (
              <kbd className={classes.key} aria-hidden>
                /
              </kbd>
            ) : (
              <CloseButton size="sm" aria-label="Clear the search" onClick={clear} />
            )}
            <SearchHelp />
          </span>
        }
      />
    </div>
  );
}

const examples: readonly (readonly [string, string])[] = [
  ['harbour ferry', 'posts with both words'],
  ['"old line"', 'these words next to each other'],
  ['harb*', 'words that begin like this'],
  ['-cruise', 'without this word'],
  ['ferry OR boat', 'one of the two'],
];

function SearchHelp() {
  return (
    <Popover position="bottom-end" shadow="md" width={300} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label="How to search">
          <IconHelp size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="How to search">
        {/* Focused when it opens, so that it is read. */}
        <dl className={classes.help} data-autofocus tabIndex={-1}>
          {examples.map(([example, meaning]) => (
            <div key={example}>
              <dt>
                <code>{example}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <p className={classes.helpNote}>
          Capitals and accents do not matter. Keys: / to search, ↓ ↑ or j k through the posts, Enter to open,
          Escape to close.
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}
