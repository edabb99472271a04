import { IconActivityHeartbeat, IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import icon from '../icon.svg';
import { useScreen } from '../state/screen-context.ts';
import type { Connection } from '../wire.ts';
import classes from './frame.module.css';
import { ThemeSwitch } from './ThemeSwitch.tsx';

/** What stands around every screen: name, places to go, connection and theme. A top bar where it is narrow. */
export function Frame({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes.frame}>
      <header className={classes.side}>
        <div className={classes.name}>
          <img src={icon} alt="" width={22} height={22} />
          Tidings
        </div>
        <nav aria-label="Screens" className={classes.places}>
          <a href="#now" aria-current="page" className={classes.place}>
            <IconActivityHeartbeat size={17} aria-hidden />
            Now
          </a>
        </nav>
        <div className={classes.foot}>
          <ConnectionState />
          <ThemeSwitch />
        </div>
      </header>
      <main id="now" className={classes.main}>
        {children}
      </main>
    </div>
  );
}

const connectionWords: Readonly<Record<Connection['kind'], string>> = {
  connecting: 'Connecting…',
  connected: 'Connected',
  disconnected: 'Not connected',
  refused: 'Not let in',
};

function ConnectionState() {
  const { kind } = useScreen((state) => state.connection);
  const Glyph = kind === 'connected' || kind === 'connecting' ? IconPlugConnected : IconPlugConnectedX;
  return (
    <span className={classes.connection} data-connection={kind}>
      <Glyph size={15} aria-hidden />
      <span>{connectionWords[kind]}</span>
    </span>
  );
}
