import { ActionIcon, Popover } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import classes from './figures.module.css';
import type { Figure } from './figures.ts';

const leavingMs = 150;

/** How a figure is worked out. Hovering shows it; a press, or Enter, keeps it until Escape. */
export function FigureInfo({
  figure,
  postsHref,
  postsWords,
}: {
  readonly figure: Figure;
  readonly postsHref: string;
  readonly postsWords: string;
}) {
  const [shown, setShown] = useState<'not' | 'hovered' | 'kept'>('not');
  const leaving = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(leaving.current), []);

  // The pointer crosses a gap between button and card.
  const entered = (): void => {
    clearTimeout(leaving.current);
    setShown((before) => (before === 'kept' ? 'kept' : 'hovered'));
  };
  const left = (): void => {
    clearTimeout(leaving.current);
    leaving.current = setTimeout(
      () => setShown((before) => (before === 'hovered' ? 'not' : before)),
      leavingMs,
    );
  };
  return (
    <Popover
      opened={shown !== 'not'}
      onChange={(opened) => setShown(opened ? 'kept' : 'not')}
      position="bottom-start"
      width={300}
      shadow="md"
      withinPortal
      returnFocus
      trapFocus={shown === 'kept'}
    >
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={22}
          className={classes.info}
          aria-label={`How ${figure.name} is worked out`}
          onPointerEnter={(event) => {
            if (event.pointerType === 'mouse') entered();
          }}
          onPointerLeave={left}
          onClick={() => {
            clearTimeout(leaving.current);
            setShown((before) => (before === 'kept' ? 'not' : 'kept'));
          }}
        >
          <IconInfoCircle size={15} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes.card} onPointerEnter={entered} onPointerLeave={left}>
        <b>{figure.name}</b>
        <p>{figure.formula}</p>
        {figure.numbers === null ? null : <p className={classes.numbers}>{figure.numbers}</p>}
        {figure.lacks === null ? null : <p className={classes.dim}>{capital(figure.lacks)}.</p>}
        {figure.ofPosts ? (
          <p>
            <a href={postsHref}>{postsWords}</a>
          </p>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
