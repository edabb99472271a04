import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** The width of an element in px, known before it is first painted and kept current. */
export function useWidth<Measured extends HTMLElement>(): {
  readonly ref: RefObject<Measured | null>;
  readonly width: number;
} {
  const ref = useRef<Measured>(null);
  const [width, setWidth] = useState(1000);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = () => setWidth(Math.floor(element.getBoundingClientRect().width));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
