import { Button, CloseButton } from '@mantine/core';
import { IconArrowBackUp, IconCheck } from '@tabler/icons-react';
import { type FocusEvent, useEffect, useRef } from 'react';
import type { SettingName } from './setting-words.ts';
import classes from './settings.module.css';
import { useSettings } from './settings-context.ts';
import { useLeaving } from './use-leaving.ts';

const shownMs = 10_000;

/**
 * Says that the last change was kept, and takes it back. It lies over the screen, so that nothing moves, and leaves
 * by itself or on Escape; why something could not be put back stays until it is put away.
 */
export function SavedNote({ names }: { readonly names: readonly SettingName[] }) {
  const { last, undo, dismiss } = useSettings();
  const shown = last?.changed.some((name) => names.includes(name)) === true ? last : null;
  const note = useRef<HTMLDivElement>(null);
  /** Where the focus was before it came here, so that it can go back. */
  const cameFrom = useRef<HTMLElement | null>(null);

  function took({ relatedTarget }: FocusEvent): void {
    if (relatedTarget instanceof HTMLElement && !note.current?.contains(relatedTarget)) {
      cameFrom.current = relatedTarget;
    }
  }

  function giveFocusBack(): void {
    if (note.current?.contains(document.activeElement)) cameFrom.current?.focus();
  }

  function leave(): void {
    giveFocusBack();
    dismiss();
  }

  useLeaving(
    shown === null || shown.problem !== null ? null : shown.number,
    shownMs,
    () => note.current?.matches(':hover, :focus-within') === true,
    leave,
  );
  useEscape(shown !== null, leave);

  return (
    <div ref={note} className={classes.saved} data-shown={shown !== null || undefined}>
      <span role="status" className={classes.savedWords}>
        {shown === null ? null : (
          <span key={shown.number}>
            <IconCheck size={16} stroke={2.4} aria-hidden />{' '}
            <b>{shown.before === null ? 'Put back.' : 'Saved.'}</b> {shown.words}.
            {shown.problem === null ? null : ` It could not be put back: ${shown.problem}`}
          </span>
        )}
      </span>
      {shown === null ? null : (
        <>
          {shown.before === null ? null : (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconArrowBackUp size={15} aria-hidden />}
              onFocus={took}
              onClick={() => {
                // The button goes with what it undoes.
                giveFocusBack();
                void undo();
              }}
            >
              Undo
            </Button>
          )}
          <CloseButton size="sm" aria-label="Dismiss" onFocus={took} onClick={leave} />
        </>
      )}
    </div>
  );
}

/** Escape wherever the focus is, unless something nearer has taken it for itself. */
function useEscape(active: boolean, leave: () => void): void {
  const latest = useRef(leave);
  useEffect(() => {
    latest.current = leave;
  });
  useEffect(() => {
    if (!active) return undefined;
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) latest.current();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [active]);
}
