import { VisuallyHidden } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { type ComponentType, useEffect } from 'react';
import type { ScreenName } from '../shared/contract.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import { AlertsScreen } from './alerts/AlertsScreen.tsx';
import { ChannelsScreen } from './channels/ChannelsScreen.tsx';
import { HistoryScreen } from './history/HistoryScreen.tsx';
import { InsightsScreen } from './insights/InsightsScreen.tsx';
import { NowScreen } from './now/NowScreen.tsx';
import { PostsScreen } from './posts/PostsScreen.tsx';
import { SettingsScreen } from './settings/SettingsScreen.tsx';
import { goTo, usePlace } from './state/place.ts';
import { useBridge, useScreen } from './state/screen-context.ts';
import { Frame } from './ui/Frame.tsx';
import { titleOf } from './ui/title.ts';
import { WelcomeScreen } from './welcome/WelcomeScreen.tsx';

const screens: Readonly<Record<Exclude<ScreenName, 'welcome'>, ComponentType>> = {
  now: NowScreen,
  channels: ChannelsScreen,
  posts: PostsScreen,
  insights: InsightsScreen,
  history: HistoryScreen,
  alerts: AlertsScreen,
  settings: SettingsScreen,
};

export function App() {
  useDocumentTitle(useScreen((state) => titleOf(state.connection, state.feed?.snapshot ?? null)));
  useLedElsewhere();
  const nothingYet = useScreen((state) => state.feed !== null && nothingSetUp(state.feed.snapshot));
  const screen = usePlace()?.screen ?? (nothingYet ? 'welcome' : 'now');
  if (screen === 'welcome') {
    // The step-by-step stands alone: everything else on the screen would be about what is not there yet.
    return (
      <>
        <WelcomeScreen />
        <Announcements />
      </>
    );
  }
  const Screen = screens[screen];
  return (
    <Frame screen={screen}>
      <Screen />
      <Announcements />
    </Frame>
  );
}

/** A notification or a menu of the desktop led to another screen. */
function useLedElsewhere(): void {
  const bridge = useBridge();
  useEffect(() => bridge.on('open', ({ screen }) => goTo(screen)), [bridge]);
}

/** No account has ever collected here: the first five minutes of a user. */
function nothingSetUp({ next, lastRun, run }: Snapshot): boolean {
  if (next.reason.kind !== 'obstacle' || lastRun !== null || run !== null) return false;
  return next.reason.obstacle.kind === 'no-account';
}

/** Tells screen readers, politely, that a run started, got a quarter further, or ended: never each tick. */
function Announcements() {
  const { number, text } = useScreen((state) => state.announcement);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      <span key={number}>{text}</span>
    </VisuallyHidden>
  );
}
