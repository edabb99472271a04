import { CloseButton, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import classes from '../ui/notices.module.css';
import { toneClass } from '../ui/Tag.tsx';

/** What became of the latest wish. */
export interface Saying {
  /** `heard`: it is seen where it was done, and told to screen readers only. */
  readonly kind: 'done' | 'heard' | 'refused';
  readonly text: string;
}

export type Tell = (kind: Saying['kind'], text: string) => void;

const doneShownMs = 8000;

/** What was done leaves by itself; why something was not done stays until it is put away. */
export function useSaying(): {
  readonly saying: Saying | null;
  readonly tell: Tell;
  readonly dismiss: () => void;
} {
  const [saying, setSaying] = useState<Saying | null>(null);
  useEffect(() => {
    if (saying === null || saying.kind === 'refused') return undefined;
    const timer = setTimeout(() => setSaying(null), doneShownMs);
    return () => clearTimeout(timer);
  }, [saying]);
  const tell = useCallback<Tell>((kind, text) => setSaying({ kind, text }), []);
  const dismiss = useCallback(() => setSaying(null), []);
  return { saying, tell, dismiss };
}

/** Lies over the screen, so that it moves nothing. */
export function Said({
  saying,
  onDismiss,
}: {
  readonly saying: Saying | null;
  readonly onDismiss: () => void;
}) {
  const line =
    saying === null || saying.kind === 'heard' ? null : <Line saying={saying} onDismiss={onDismiss} />;
  return (
    <div className={classes.notices}>
      <div role="status">{saying?.kind === 'done' ? line : null}</div>
      <VisuallyHidden role="status">{saying?.kind === 'heard' ? saying.text : null}</VisuallyHidden>
      <div role="alert">{saying?.kind === 'refused' ? line : null}</div>
    </div>
  );
}

function Line({ saying, onDismiss }: { readonly saying: Saying; readonly onDismiss: () => void }) {
  const done = saying.kind === 'done';
  const Glyph = done ? IconCheck : IconAlertTriangle;
  return (
    <div className={`${classes.notice} ${toneClass(done ? 'good' : 'warn')}`}>
      <Glyph size={18} aria-hidden />
      <span>{saying.text}</span>
      <CloseButton size="sm" aria-label="Dismiss" onClick={onDismiss} />
    </div>
  );
}
