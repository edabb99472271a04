import {
  type Icon,
  IconActivityHeartbeat,
  IconBell,
  IconChartHistogram,
  IconHistory,
  IconListDetails,
  IconMessages,
  IconPlugConnected,
  IconPlugConnectedX,
  IconSettings,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ScreenName } from '../../shared/contract.ts';
import { formatCount } from '../../shared/format.ts';
import icon from '../icon.svg';
import { hashOf } from '../state/place.ts';
import { useScreen } from '../state/screen-context.ts';
import type { Connection } from '../wire.ts';
import classes from './frame.module.css';
import { ThemeSwitch } from './ThemeSwitch.tsx';

const places: readonly { readonly screen: ScreenName; readonly name: string; readonly icon: Icon }[] = [
  { screen: 'now', name: 'Now', icon: IconActivityHeartbeat },
  { screen: 'channels', name: 'Channels', icon: IconListDetails },
  { screen: 'posts', name: 'Posts', icon: IconMessages },
  { screen: 'insights', name: 'Insights', icon: IconChartHistogram },
  { screen: 'history', name: 'History', icon: IconHistory },
  { screen: 'alerts', name: 'Alerts', icon: IconBell },
  { screen: 'settings', name: 'Settings', icon: IconSettings },
];

interface FrameProps {
  readonly screen: ScreenName;
  readonly children: ReactNode;
}

/** What stands around every screen: name, places to go, connection and theme. A top bar where it is narrow. */
export function Frame({ screen, children }: FrameProps) {
  const unseen = useScreen((state) => state.feed?.snapshot.alerts.count ?? 0);
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
              aria-label={place === 'alerts' && unseen > 0 ? `${name}, ${formatCount(unseen)} new` : name}
              className={classes.place}
            >
              <Glyph size={17} aria-hidden />
              <span>{name}</span>
              {place === 'alerts' && unseen > 0 && <b className={classes.unseen}>{countBadge(unseen)}</b>}
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

/** Room for two digits. */
function countBadge(count: number): string {
  return count > 99 ? '99+' : String(count);
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
