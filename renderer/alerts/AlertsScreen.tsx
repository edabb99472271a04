import { useAsked } from '../state/asked.ts';
import { useScreen } from '../state/screen-context.ts';
import card from '../ui/card.module.css';
import screen from '../ui/screen.module.css';
import { AlertList } from './AlertList.tsx';
import classes from './alerts.module.css';
import { WatchCard } from './WatchCard.tsx';

/** What the user wants to be told of, and what was found. */
export function AlertsScreen() {
  const fed = useScreen((state) => state.feed !== null);
  return (
    <div className={screen.screen}>
      <header className={screen.header}>
        <h1>Alerts</h1>
        <p className={card.dim}>What you asked to be told of, once for each cause.</p>
      </header>
      {fed ? <Fed /> : <p className={classes.none}>Connecting to Tidings…</p>}
    </div>
  );
}

function Fed() {
  const channels = useAsked('channels.list', {}, ['channels']).answer;
  const watches = useAsked('watches.list', {}, ['watches']);
  return (
    <div className={classes.columns}>
      <AlertList watching={watches.answer === null ? null : watches.answer.length > 0} />
      <WatchCard watches={watches.answer} problem={watches.problem} channels={channels ?? []} />
    </div>
  );
}
