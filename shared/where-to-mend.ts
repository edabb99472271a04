import type { ScreenName } from './contract.ts';
import type { AttentionCause } from './snapshot.ts';

/** The screen on which a person mends the cause: notifications and the alarms on the Now screen lead there. */
export const whereToMend: Readonly<Record<AttentionCause, ScreenName>> = {
  'signed-out': 'settings',
  'every-channel-failing': 'channels',
  'repeated-failure': 'now',
  'disk-full': 'now',
  'database-damaged': 'now',
  'vault-locked': 'now',
};
