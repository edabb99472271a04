import { Button, type ButtonProps } from '@mantine/core';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Row } from './Section.tsx';
import classes from './settings.module.css';

/**
 * A row whose form opens below it. The focus goes to the form's first field, and back to the button when it closes
 * by Escape, by the button, or because it has done its work.
 */
export function DisclosedRow({
  title,
  words,
  action,
  actionLabel,
  button,
  children,
}: {
  readonly title: ReactNode;
  readonly words: ReactNode;
  readonly action: string;
  /** What it is called apart from its row; the action where that says enough. */
  readonly actionLabel?: string;
  readonly button?: ButtonProps;
  readonly children: (close: (said?: string) => void) => ReactNode;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState('');
  const opener = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLFieldSetElement>(null);

  useEffect(() => {
    if (!open) return;
    const field = 'input:checked, input:not([type=radio]), button';
    panel.current?.querySelector<HTMLElement>(field)?.focus();
  }, [open]);

  function close(words = ''): void {
    setOpen(false);
    setSaid(words);
    opener.current?.focus();
  }

  return (
    <Row
      title={title}
      words={words}
      control={
        <>
          <span role="status" className={classes.said}>
            {said}
          </span>
          <Button
            variant="default"
            {...button}
            ref={opener}
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            aria-label={actionLabel}
            onClick={() => {
              setSaid('');
              setOpen(!open);
            }}
          >
            {open ? 'Close' : action}
          </Button>
        </>
      }
    >
      {open ? (
        <fieldset
          id={id}
          ref={panel}
          className={classes.group}
          aria-label={actionLabel ?? action}
          onKeyDown={(event) => {
            if (event.key === 'Escape') close();
          }}
        >
          {children(close)}
        </fieldset>
      ) : null}
    </Row>
  );
}
