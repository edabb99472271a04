import { Alert, CloseButton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { ScreenName } from '../../shared/contract.ts';
import { formatTime } from '../../shared/format.ts';
import type { Attention, AttentionCause } from '../../shared/snapshot.ts';
import { whereToMend } from '../../shared/where-to-mend.ts';
import { hashOf } from '../state/place.ts';
import type { Feed } from '../state/screen.ts';
import { useActions, useScreen } from '../state/screen-context.ts';
import { CutOff, NotLetIn } from '../ui/CutOff.tsx';
import card from '../ui/card.module.css';
import notices from '../ui/notices.module.css';
import { toneClass } from '../ui/Tag.tsx';
import { attentionTitles } from '../ui/words.ts';
import { isVaultLocked, VaultCard } from '../vault/VaultCard.tsx';
import { FirstSteps } from './FirstSteps.tsx';
import { LackingCard } from './LackingCard.tsx';
import { lackingOf } from './lacking.ts';
import classes from './now.module.css';
import { RunCard } from './RunCard.tsx';
import { situationOf } from './refusal-cause.ts';
import { ScheduleCard } from './ScheduleCard.tsx';
import { TodayCard } from './TodayCard.tsx';

/** What Tidings is doing, what comes next, and what happened today. */
export function NowScreen() {
  const feed = useScreen((state) => state.feed);
  return (
    <>
      {feed === null ? <Unfed /> : <Fed feed={feed} />}
      <Notices hasFeed={feed !== null} />
    </>
  );
}

function Fed({ feed }: { readonly feed: Feed }) {
  const { snapshot } = feed;
  const lacking = lackingOf(snapshot);
  const beforeFirstRun = snapshot.lastRun === null;
  return (
    <div className={classes.fed} data-stale={feed.cutAt === null ? undefined : true}>
      {isVaultLocked(snapshot) ? <VaultCard /> : null}
      {snapshot.attention.filter(hasNoCard).map(({ cause, message, since }) => (
        <Alert
          key={cause}
          className={`${classes.alert} ${toneClass('bad')}`}
          icon={<IconAlertTriangle aria-hidden />}
          title={`${attentionTitles[cause]}, since ${formatTime(since)}`}
        >
          {message} <WayToMend cause={cause} />
        </Alert>
      ))}
      {lacking !== null && beforeFirstRun ? (
        <FirstSteps lacks={lacking} />
      ) : (
        <>
          {lacking === null ? null : <LackingCard lacking={lacking} />}
          <RunCard feed={feed} />
          <ScheduleCard feed={feed} />
          <TodayCard feed={feed} />
        </>
      )}
    </div>
  );
}

/** Leads to the screen that mends the cause, where that is another one. */
function WayToMend({ cause }: { readonly cause: AttentionCause }) {
  const screen = whereToMend[cause];
  const words = wayWords[screen];
  return words === undefined ? null : <a href={hashOf(screen)}>{words}</a>;
}

const wayWords: Readonly<Partial<Record<ScreenName, string>>> = {
  settings: 'Go to Settings',
  channels: 'Go to Channels',
};

/** A locked vault is opened where it is told of. */
function hasNoCard({ cause }: Attention): boolean {
  return cause !== 'vault-locked';
}

/** Before the first snapshot. */
function Unfed() {
  const { kind } = useScreen((state) => state.connection);
  if (kind === 'connecting' || kind === 'connected')
    return <h1 className={classes.unfed}>Connecting to Tidings…</h1>;
  return (
    <section className={card.card} aria-label="No connection">
      <h1 className={classes.unfed}>{kind === 'refused' ? 'Not let in' : 'No answer from Tidings'}</h1>
      <p className={card.dim}>
        {kind === 'refused' ? (
          <NotLetIn />
        ) : (
          'Is it running? This screen connects by itself as soon as it is.'
        )}
      </p>
    </section>
  );
}

/** What lies over the screen, so that it moves nothing: that the feed was cut, and why a wish was refused. */
function Notices({ hasFeed }: { readonly hasFeed: boolean }) {
  const refusal = useScreen((state) => state.refusal);
  const { dismissRefusal } = useActions();
  useForgottenRefusal(refusal, dismissRefusal);
  return (
    <div role="alert" className={notices.notices}>
      {refusal === null ? null : (
        <div className={`${notices.notice} ${toneClass('warn')}`}>
          <IconAlertTriangle size={18} aria-hidden />
          <span>{refusal}</span>
          <CloseButton size="sm" aria-label="Dismiss" onClick={dismissRefusal} />
        </div>
      )}
      {hasFeed ? <CutOff /> : null}
    </div>
  );
}

/** A refusal does not outlive its cause. */
function useForgottenRefusal(refusal: string | null, forget: () => void): void {
  const situation = useScreen(({ feed }) => (feed === null ? null : situationOf(feed.snapshot)));
  const refusedIn = useRef<string | null>(null);
  useEffect(() => {
    if (refusal === null) refusedIn.current = null;
    else if (refusedIn.current === null) refusedIn.current = situation;
    else if (refusedIn.current !== situation) forget();
  }, [refusal, situation, forget]);
}
