import { IconInfoCircle } from '@tabler/icons-react';
import { hashOf } from '../state/place.ts';
import { toneClass } from '../ui/Tag.tsx';
import classes from './channels.module.css';
import type { Standing } from './standing.ts';

const waysOut = {
  cut: null,
  standby: null,
  locked: { label: 'Settings', href: hashOf('settings') },
  'signed-out': { label: 'Accounts', href: hashOf('settings', 'accounts') },
} as const;

/** Says why nothing can be added now, and where that is mended. */
export function StandingNotice({ standing }: { readonly standing: Standing }) {
  const way = waysOut[standing.kind];
  return (
    <div className={`${classes.standing} ${toneClass(standing.kind === 'standby' ? 'quiet' : 'warn')}`}>
      <IconInfoCircle size={18} aria-hidden />
      <p>
        {standing.reason} {way === null ? null : <a href={way.href}>{way.label}</a>}
      </p>
    </div>
  );
}
