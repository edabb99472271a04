import { type RefObject, useEffect, useRef, useState } from 'react';

/**
 * Moves the focus to the first field that was found wrong, once it has been drawn as such.
 * Call `look` after an attempt to submit.
 */
export function useFirstInvalid<Form extends HTMLElement>(): {
  readonly form: RefObject<Form | null>;
  readonly look: () => void;
} {
  const form = useRef<Form>(null);
  const [attempts, setAttempts] = useState(0);
  useEffect(() => {
    if (attempts === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempts]);
  return { form, look: () => setAttempts((count) => count + 1) };
}
