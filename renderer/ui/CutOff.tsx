import { IconPlugConnectedX } from '@tabler/icons-react';
import { formatTime } from '../../shared/format.ts';
import { useScreen } from '../state/screen-context.ts';
import classes from './notices.module.css';
import { toneClass } from './Tag.tsx';

/** Since when what is shown is no longer fed; nothing while it is. */
export function CutOff() {
  const connection = useScreen((state) => state.connection);
  if (connection.kind === 'connected' || connection.kind === 'connecting') return null;
  return (
    <div className={`${classes.notice} ${toneClass('warn')}`}>
      <IconPlugConnectedX size={18} aria-hidden />
      <span>
        <b>Not connected, as of {formatTime(connection.since)}.</b>{' '}
        {connection.kind === 'refused' ? (
          <NotLetIn />
        ) : (
          <>
            This screen reconnects by itself. If Tidings was started anew meanwhile, open the address it
            printed.
          </>
        )}
      </span>
    </div>
  );
}

export function NotLetIn() {
  return (
    <>
      This screen is no longer let in: open the address that <code>tidings serve</code> printed.
    </>
  );
}
