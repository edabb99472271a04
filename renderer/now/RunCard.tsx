import {
  type Icon,
  IconCircleDashed,
  IconClockPause,
  IconHistory,
  IconPlugConnectedX,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Run } from '../../shared/domain.ts';
import {
  formatCount,
  formatDuration,
  formatEta,
  formatShare,
  formatTime,
  unknown,
} from '../../shared/format.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Feed } from '../state/screen.ts';
import { useActions, useBanner, useFeedAge, useScreen } from '../state/screen-context.ts';
import card from '../ui/card.module.css';
import { Fact, Facts } from '../ui/Facts.tsx';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import { RunStatusTag, runStatusIcons, Tag, toneClass } from '../ui/Tag.tsx';
import { resultHeadings, runStatusWords, type Tone, triggerWords } from '../ui/words.ts';
import { sentence } from './banner-state.ts';
import classes from './run-card.module.css';

/**
 * The run: the one under way, else the last. It is always there and always of one size, and only turns from
 * "in progress" into its result and then into "last run", so nothing on the screen moves when a run begins or ends.
 */
export function RunCard({ feed }: { readonly feed: Feed }) {
  const view = useBanner();
  const { run } = feed.snapshot;
  if (view.kind === 'collecting' && run !== null)
    return <RunUnderWay feed={feed} run={run} before={view.before} />;
  if (view.kind === 'result') return <Result run={view.run} before={view.before} />;
  return <LastRun run={feed.snapshot.lastRun} />;
}

interface UnderWay {
  readonly feed: Feed;
  readonly run: NonNullable<Snapshot['run']>;
  readonly before: readonly Run[];
}

function RunUnderWay({ feed, run: underWay, before }: UnderWay) {
  const { run, standstill } = underWay;
  return (
    <Shape
      phase="collecting"
      tone={standstill === null ? 'accent' : 'warn'}
      sign={<span className={classes.pulse} />}
      heading="Collection in progress"
      detail={
        <>
          {underWay.collecting.length > 0 ? (
            <span className={classes.channel}>
              <span className={classes.prefix}>Collecting </span>
              <b>{underWay.collecting.map(({ title }) => title).join(', ')}</b>
            </span>
          ) : null}
          <Standstill feed={feed} standstill={standstill} />
          <Before runs={before} />
        </>
      }
      action={<StopButton cancelling={underWay.cancelling} />}
      run={run}
      first={
        <Fact label="Running for">
          <Elapsed feed={feed} elapsedMs={underWay.elapsedMs} />
        </Fact>
      }
      last={
        <Fact label="About">
          <TimeLeft feed={feed} eta={underWay.eta} />
        </Fact>
      }
    />
  );
}

function Result({ run, before }: { readonly run: Run; readonly before: readonly Run[] }) {
  if (run.status === 'running') return null;
  const Glyph = runStatusIcons[run.status];
  return (
    <Shape
      phase="result"
      tone={runStatusWords[run.status].tone}
      sign={<Sign icon={Glyph} />}
      heading={resultHeadings[run.status]}
      detail={
        <>
          <span className={classes.channel}>{run.reason === null ? newsOf(run) : sentence(run.reason)}</span>
          <Before runs={before} />
        </>
      }
      run={run}
      first={<Fact label="Took">{formatDuration(run.durationMs)}</Fact>}
      last={<Ended run={run} />}
    />
  );
}

function LastRun({ run }: { readonly run: Run | null }) {
  if (run === null)
    return (
      <Shape
        phase="idle"
        tone="quiet"
        sign={<Sign icon={IconCircleDashed} />}
        heading="No run yet"
        detail={<span className={classes.channel}>The first one will show here.</span>}
        run={null}
        first={<Fact label="Took">{unknown}</Fact>}
        last={<Fact label="Ended">{unknown}</Fact>}
      />
    );
  return (
    <Shape
      phase="idle"
      tone={runStatusWords[run.status].tone}
      sign={<Sign icon={IconHistory} />}
      heading="Last run"
      detail={
        <>
          <RunStatusTag status={run.status} />
          <span className={classes.channel}>
            {triggerWords[run.trigger]}, started {formatTime(run.startedAt, { seconds: true })}
            {run.reason === null ? '' : `. ${sentence(run.reason)}`}
          </span>
        </>
      }
      run={run}
      first={<Fact label="Took">{formatDuration(run.durationMs)}</Fact>}
      last={<Ended run={run} />}
    />
  );
}

interface ShapeProps {
  readonly phase: 'collecting' | 'result' | 'idle';
  readonly tone: Tone;
  readonly sign: ReactNode;
  readonly heading: string;
  readonly detail: ReactNode;
  readonly action?: ReactNode;
  readonly run: Run | null;
  readonly first: ReactNode;
  readonly last: ReactNode;
}

/** The one shape of the three phases: the same places, filled differently. */
function Shape({ phase, tone, sign, heading, detail, action, run, first, last }: ShapeProps) {
  return (
    <section
      aria-label="Collection"
      data-phase={phase}
      className={`${card.card} ${classes.run} ${toneClass(tone)}`}
    >
      <div className={card.header}>
        <span className={classes.sign} aria-hidden>
          {sign}
        </span>
        <h1>{heading}</h1>
        <div className={classes.detail}>{detail}</div>
        {action}
      </div>
      <ProgressBar run={run} live={phase === 'collecting'} />
      <Facts>
        {first}
        <Fact label="Channels">
          {run === null ? unknown : formatShare(run.channelsDone, run.channelsTotal)}
        </Fact>
        <Fact label="Messages">{formatCount(run?.messages ?? null)}</Fact>
        <Fact label="New / updated">
          {run === null ? unknown : `${formatCount(run.newMessages)} / ${formatCount(run.updatedMessages)}`}
        </Fact>
        <Fact label="Errors" alarming={(run?.errors ?? 0) > 0}>
          {formatCount(run?.errors ?? null)}
        </Fact>
        {last}
      </Facts>
    </section>
  );
}

function ProgressBar({ run, live }: { readonly run: Run | null; readonly live: boolean }) {
  const share = run === null || run.channelsTotal === 0 ? 0 : (run.channelsDone * 100) / run.channelsTotal;
  const fill = <div className={classes.fill} style={{ width: `${share}%` }} />;
  if (!live || run === null)
    return (
      <div className={classes.bar} aria-hidden>
        {fill}
      </div>
    );
  return (
    <div
      className={classes.bar}
      role="progressbar"
      aria-label="Channels collected"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(share)}
      aria-valuetext={`${run.channelsDone} of ${run.channelsTotal}`}
    >
      {fill}
    </div>
  );
}

/** Results that a newer run took the place of before they could be read. */
function Before({ runs }: { readonly runs: readonly Run[] }) {
  return runs.map((run) => (
    <span key={run.id} className={`${classes.before} ${toneClass(runStatusWords[run.status].tone)}`}>
      Just before: {runStatusWords[run.status].label}, {newsOf(run)}
    </span>
  ));
}

function Sign({ icon: Glyph }: { readonly icon: Icon }) {
  return <Glyph size={18} stroke={2.2} />;
}

function Elapsed({ feed, elapsedMs }: { readonly feed: Feed; readonly elapsedMs: number }) {
  return formatDuration(elapsedMs + useFeedAge(feed, elapsedMs < 1000 ? 100 : 250));
}

function TimeLeft({ feed, eta }: { readonly feed: Feed; readonly eta: UnderWay['run']['eta'] }) {
  const age = useFeedAge(feed, 250);
  return eta === null ? unknown : formatEta({ fromMs: eta.fromMs - age, toMs: eta.toMs - age });
}

function Standstill({
  feed,
  standstill,
}: {
  readonly feed: Feed;
  readonly standstill: UnderWay['run']['standstill'];
}) {
  if (standstill === null) return null;
  return (
    <Tag tone="warn">
      {standstill.kind === 'flood' ? (
        <>
          <IconClockPause size={13} stroke={2.4} aria-hidden />
          Telegram asks for a pause: <FloodLeft feed={feed} remainingMs={standstill.remainingMs} />
        </>
      ) : (
        <>
          <IconPlugConnectedX size={13} stroke={2.4} aria-hidden />
          Reconnecting…
        </>
      )}
    </Tag>
  );
}

/** Rounded up to whole seconds: it ends at 0, not a second before. */
function FloodLeft({ feed, remainingMs }: { readonly feed: Feed; readonly remainingMs: number }) {
  const left = Math.max(0, remainingMs - useFeedAge(feed, 250));
  return <span className={classes.floodLeft}>{formatDuration(Math.ceil(left / 1000) * 1000)}</span>;
}

function StopButton({ cancelling }: { readonly cancelling: boolean }) {
  const { stop } = useActions();
  const connected = useScreen((state) => state.connection.kind === 'connected');
  const underWay = useScreen((state) => state.underWay === 'stop');
  if (cancelling)
    return (
      <ReasonedButton variant="default" reason="What was collected so far is kept." onPress={() => undefined}>
        Stopping after the request in flight…
      </ReasonedButton>
    );
  return (
    <ReasonedButton
      variant="default"
      loading={underWay}
      reason={connected ? null : 'Not connected to Tidings.'}
      onPress={() => void stop()}
    >
      Stop
    </ReasonedButton>
  );
}

function Ended({ run }: { readonly run: Run }) {
  return (
    <Fact label="Ended">{run.endedAt === null ? unknown : formatTime(run.endedAt, { seconds: true })}</Fact>
  );
}

function newsOf(run: Run): string {
  if (run.newMessages === 0 && run.updatedMessages === 0) return 'nothing new';
  return `${formatCount(run.newMessages)} new, ${formatCount(run.updatedMessages)} updated`;
}
