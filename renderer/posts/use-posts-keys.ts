import { useEffect, useRef } from 'react';

interface Keys {
  readonly search: () => void;
  readonly move: (by: number) => void;
  readonly close: () => void;
}

/** The keys of the whole screen. They rest while somebody types, and while a dialog or a menu is open. */
export function usePostsKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    function pressed(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest('input, textarea, select, [contenteditable], [role="dialog"]') != null) return;
      const { search, move, close } = latest.current;
      if (event.key === '/') search();
      else if (event.key === 'j') move(1);
      else if (event.key === 'k') move(-1);
      else if (event.key === 'Escape') close();
      else return;
      event.preventDefault();
    }
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
}
