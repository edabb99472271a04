/**
 * Hands a part of one of Electron's objects out as the whole: its types are held to Electron's, and whoever
 * asks for a member that the stand-in lacks gets `undefined`, or a TypeError that names it.
 */
export function asWhole<Whole extends object>(part: Partial<Whole>): Whole {
  return part as Whole;
}

/** An event whose listeners may keep what it announces from happening. */
export function createEvent<Facts extends object>(facts: Facts) {
  return {
    ...facts,
    defaultPrevented: false,
    preventDefault(): void {
      this.defaultPrevented = true;
    },
  };
}
