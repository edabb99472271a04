import { z } from 'zod';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window was when it was last seen. */
export interface WindowPlace extends Rectangle {
  readonly maximized: boolean;
}

/** In pixels that count the screen's scale in. */
export const leastSize = { width: 480, height: 400 };
const usualSize = { width: 1180, height: 780 };
/** So much of the title bar must be on a screen for a person to take hold of it. */
const graspable = { width: 120, height: 40 };

const coordinate = z.int().min(-100_000).max(100_000);
const placeSchema = z.object({
  x: coordinate,
  y: coordinate,
  width: z.int().min(leastSize.width).max(100_000),
  height: z.int().min(leastSize.height).max(100_000),
  maximized: z.boolean(),
});

/** Null for what is no place: the file is only a convenience, whatever happened to it. */
export function parseWindowPlace(text: string): WindowPlace | null {
  try {
    return placeSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * Where to show the window: where it was, if its title bar can still be reached on one of the screens there are
 * now, no larger than that screen; otherwise in the middle of the first (the primary) one.
 */
export function placeOnScreens(
  place: WindowPlace | null,
  workAreas: readonly Rectangle[],
): Rectangle | { readonly width: number; readonly height: number } {
  const [primary] = workAreas;
  if (primary === undefined) return usualSize;
  const area = place === null ? undefined : workAreas.find((each) => canGrasp(place, each));
  if (place === null || area === undefined) return centred(place ?? usualSize, primary);
  return {
    x: place.x,
    y: place.y,
    width: Math.min(place.width, area.width),
    height: Math.min(place.height, area.height),
  };
}

function canGrasp(place: Rectangle, area: Rectangle): boolean {
  const visibleWidth = Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x);
  return (
    visibleWidth >= graspable.width && place.y >= area.y && place.y + graspable.height <= area.y + area.height
  );
}

function centred(size: { readonly width: number; readonly height: number }, area: Rectangle): Rectangle {
  const width = Math.min(size.width, area.width);
  const height = Math.min(size.height, area.height);
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
  };
}
