import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import type { PauseRequest } from '../../shared/contract.ts';
import type { Figures } from '../../shared/domain.ts';
import { formatAgo, formatCount, formatDuration, formatSetting } from '../../shared/format.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Feed } from '../state/screen.ts';
import { useActions, useFeedAge, useScreen } from '../state/screen-context.ts';
import card from '../ui/card.module.css';
import { Fact, Facts } from '../ui/Facts.tsx';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import { Tag } from '../ui/Tag.tsx';
import { policyWords, workerStateWords } from '../ui/words.ts';
import { nextRunWords, whyNotCollect, whyNotPause } from './next-run.ts';
import classes from './schedule-card.module.css';

/** What comes next and how the schedule is kept, in counted figures. */
export function ScheduleCard({ feed }: { readonly feed: Feed }) {
  const { snapshot } = feed;
  const { figures, settings, lastRun } = snapshot;
  const state = workerStateWords[snapshot.state];
  const policy = policyWords[settings.policy];
  return (
    <section aria-label="Schedule" className={card.card}>
      <div className={card.header}>
        <h2>Schedule</h2>
        <Tag tone={state.tone}>{state.label}</Tag>
        <span className={card.grow} />
        <Actions snapshot={snapshot} />
      </div>
      <NextRun feed={feed} />
      <Facts>
        <Fact label="Last run">
          <LastRunAgo feed={feed} />
        </Fact>
        <Fact label="Took">{formatDuration(lastRun?.durationMs ?? null)}</Fact>
        <Fact label="Actual gap">{formatDuration(figures.actualGapMs)}</Fact>
        <Fact label="Median gap today">{formatDuration(figures.medianGapMs)}</Fact>
        {settings.policy === 'continuous' ? (
          <Fact label="Cooldown">{formatSetting(settings.cooldownMs)}</Fact>
        ) : (
          <Fact label="Interval">{formatSetting(settings.intervalMs)}</Fact>
        )}
        <Fact label="Policy">
          <span title={policy.explanation}>{policy.label}</span>
        </Fact>
        <Fact label="Runs today">{formatCount(figures.runsToday)}</Fact>
        <Fact label="Errors today" alarming={figures.errorsToday > 0}>
          {formatCount(figures.errorsToday)}
        </Fact>
        <Fact label="Average duration">{formatDuration(figures.averageDurationMs)}</Fact>
        <Fact label="Posts per run">{formatCount(rounded(figures.postsPerRun))}</Fact>
        <Fact label="Posts held">{formatCount(figures.postsHeld)}</Fact>
        <Fact label="Channels">{channels(figures)}</Fact>
      </Facts>
    </section>
  );
}

/** "100", or "100 of 110 on" when some are switched off. */
function channels(figures: Figures): string {
  const enabled = formatCount(figures.channelsEnabled);
  return figures.channelsEnabled === figures.channels
    ? enabled
    : `${enabled} of ${formatCount(figures.channels)} on`;
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}

function NextRun({ feed }: { readonly feed: Feed }) {
  const { lead, strong, rest } = nextRunWords(feed.snapshot, useFeedAge(feed, 250));
  return (
    <p className={classes.next}>
      {lead} {strong === '' ? null : <b>{strong}</b>}{' '}
      {rest === '' ? null : <span className={card.dim}>{rest}</span>}
    </p>
  );
}

function LastRunAgo({ feed }: { readonly feed: Feed }) {
  const { lastRunAgeMs } = feed.snapshot;
  const age = useFeedAge(feed, 250);
  return formatAgo(lastRunAgeMs === null ? null : lastRunAgeMs + age);
}

const pauses: readonly { readonly label: string; readonly request: PauseRequest }[] = [
  { label: 'For 1 hour', request: { kind: 'for', durationMs: 60 * 60_000 } },
  { label: 'Until tomorrow, 09:00', request: { kind: 'until-tomorrow' } },
  { label: 'Until I resume', request: { kind: 'until-resumed' } },
];

function Actions({ snapshot }: { readonly snapshot: Snapshot }) {
  const { collectNow, pause, resume } = useActions();
  const connected = useScreen((state) => state.connection.kind === 'connected');
  const underWay = useScreen((state) => state.underWay);
  const notPause = whyNotPause(snapshot, connected);
  return (
    <div className={classes.actions}>
      {snapshot.pause !== null || notPause !== null ? (
        <ReasonedButton
          variant="default"
          leftSection={
            snapshot.pause === null ? (
              <IconPlayerPause size={16} aria-hidden />
            ) : (
              <IconPlayerPlay size={16} aria-hidden />
            )
          }
          loading={underWay === 'resume'}
          reason={notPause}
          onPress={() => void resume()}
        >
          {snapshot.pause === null ? 'Pause' : 'Resume'}
        </ReasonedButton>
      ) : (
        <Menu position="bottom-end" shadow="md" withInitialFocusPlaceholder={false} withinPortal={false}>
          <Menu.Target>
            <Button
              variant="default"
              leftSection={<IconPlayerPause size={16} aria-hidden />}
              rightSection={<IconChevronDown size={14} aria-hidden />}
              loading={underWay === 'pause'}
            >
              Pause
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {pauses.map(({ label, request }) => (
              <Menu.Item key={label} onClick={() => void pause(request)}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <ReasonedButton
        leftSection={<IconRefresh size={16} aria-hidden />}
        loading={underWay === 'collect'}
        reason={whyNotCollect(snapshot, connected)}
        onPress={() => void collectNow()}
      >
        Collect now
      </ReasonedButton>
    </div>
  );
}
