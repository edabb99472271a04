import { join } from 'node:path';
import { indicatorOf, type Snapshot } from '../../shared/snapshot.ts';

/** Pictures of the ring that fills while collecting: `collecting-0` to `collecting-8`. */
export const progressSteps = 8;

/**
 * The picture that tells the truth, by name. While collecting the ring is filled as far as channels are done;
 * not on Linux, where each new picture is a file written anew and some trays never repaint.
 */
export function trayIconOf(
  snapshot: Pick<Snapshot, 'state' | 'attention' | 'run'>,
  platform: NodeJS.Platform,
): string {
  const indicator = indicatorOf(snapshot);
  if (indicator !== 'collecting') return indicator;
  const { channelsDone = 0, channelsTotal = 0 } = snapshot.run?.run ?? {};
  const share = channelsTotal === 0 ? 0 : Math.min(1, channelsDone / channelsTotal);
  return `collecting-${platform === 'linux' ? progressSteps / 2 : Math.floor(share * progressSteps)}`;
}

/** A template picture on macOS, which tints it; an `.ico` of all sizes on Windows; a coloured one elsewhere. */
export function trayIconFile(folder: string, name: string, platform: NodeJS.Platform): string {
  const files: Partial<Record<NodeJS.Platform, string>> = {
    darwin: `${name}Template.png`,
    win32: `${name}.ico`,
  };
  return join(folder, 'tray', files[platform] ?? `${name}.png`);
}
