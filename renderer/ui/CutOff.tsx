import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
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
        {connection.kind === 'refused' ? <NotLetIn /> : <Reconnecting since={connection.since} />}
      </span>
    </div>
  );
}

/** Started again, Tidings may answer at another address, and this page would wait at the old one for ever. */
const waitsLongAfterMs = 60_000;

function Reconnecting({ since }: { readonly since: number }) {
  const [isLong, setIsLong] = useState(() => Date.now() - since >= waitsLongAfterMs);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), Math.max(0, since + waitsLongAfterMs - Date.now()));
    return () => {
      clearTimeout(timer);
      setIsLong(false);
    };
  }, [since]);
  return (
    <>
      This screen reconnects by itself.
      {isLong ? (
        <>
          {' '}
          If Tidings was started again meanwhile, its address may be another one: <code>tidings address</code>{' '}
          in a terminal prints it.
        </>
      ) : null}
    </>
  );
}

export function NotLetIn() {
  return (
    <>
      This screen is no longer let in: open the address that <code>tidings serve</code> printed.
    </>
  );
}
