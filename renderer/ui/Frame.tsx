import {
  type Icon,
  IconActivityHeartbeat,
  IconListDetails,
  IconPlugConnected,
  IconPlugConnectedX,
  IconSettings,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ScreenName } from '../../shared/contract.ts';
import icon from '../icon.svg';
import { hashOf } from '../state/place.ts';
import { useScreen } from '../state/screen-context.ts';
import type { Connection } from '../wire.ts';
import classes from './frame.module.css';
import { ThemeSwitch } from './ThemeSwitch.tsx';

const places: readonly { readonly screen: ScreenName; readonly name: string; readonly icon: Icon }[] = [
  { screen: 'now', name: 'Now', icon: IconActivityHeartbeat },
  { screen: 'channels', name: 'Channels', icon: IconListDetails },
  { screen: 'settings', name: 'Settings', icon: IconSettings },
];

interface FrameProps {
  readonly screen: ScreenName;
  readonly children: ReactNode;
}

/** What stands around every screen: name, places to go, connection and theme. A top bar where it is narrow. */
export function Frame({ screen, children }: FrameProps) {
  return (
    <div className={classes.frame}>
      <header className={classes.side}>
        <div className={classes.name}>
          <img src={icon} alt="" width={22} height={22} />
          Tidings
        </div>
        <nav aria-label="Screens" className={classes.places}>
          {places.map(({ screen: place, name, icon: Glyph }) => (
            <a
              key={place}
              href={hashOf(place)}
              aria-current={place === screen ? 'page' : undefined}
              aria-label={name}
              className={classes.place}
            >
              <Glyph size={17} aria-hidden />
              <span>{name}</span>
            </a>
          ))}
        </nav>
        <div className={classes.foot}>
          <ConnectionState />
          <ThemeSwitch />
        </div>
      </header>
      <main className={classes.main}>{children}</main>
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
