import { type Settings, schedulePolicies } from '../../shared/domain.ts';
import { formatDuration } from '../../shared/format.ts';
import { nextRunWords } from '../now/next-run.ts';
import type { Feed } from '../state/screen.ts';
import { useFeedAge } from '../state/screen-context.ts';
import card from '../ui/card.module.css';
import { policyWords } from '../ui/words.ts';
import { Choices, Toggle } from './Choices.tsx';
import { PlainSettingField, SpanSettingField } from './NumberSettingField.tsx';
import { SavedNote } from './SavedNote.tsx';
import { Section } from './Section.tsx';
import { previewSentence, problemOf, type SettingName, waitWords } from './setting-words.ts';
import classes from './settings.module.css';
import { useSettings } from './settings-context.ts';

const names: readonly SettingName[] = [
  'policy',
  'intervalMs',
  'cooldownMs',
  'jitterPercent',
  'defaultLimit',
  'runAtLaunch',
  'quietOnBattery',
];

/** When runs start. Nothing waits for a button: what is chosen counts from that moment. */
export function ScheduleSection({ feed }: { readonly feed: Feed }) {
  const { settings, typed } = useSettings();
  const lastDurationMs = feed.snapshot.lastRun?.durationMs ?? null;
  const inView = withTyped(settings, typed);
  return (
    <Section name="schedule">
      <Choices
        label="When the next run starts"
        value={settings.policy}
        changeOf={(policy) => ({ policy })}
        choices={schedulePolicies.map((policy) => ({
          value: policy,
          ...policyWords[policy],
          aside:
            lastDurationMs === null
              ? null
              : `rests ${waitWords({ ...inView, policy }, lastDurationMs)} after a run of ${formatDuration(lastDurationMs)}`,
        }))}
      />
      <div className={classes.fields}>
        <SpanSettingField name="intervalMs" label="Interval" range="1 min to 7 d" units={['min', 'h', 'd']} />
        <SpanSettingField
          name="cooldownMs"
          label="Cooldown"
          range="10 s to the interval"
          units={['s', 'min', 'h']}
        />
        <PlainSettingField name="jitterPercent" label="Jitter" range="0 to 10, only ever added" suffix="%" />
      </div>
      <NextRunLine feed={feed} />
      <div className={classes.fields}>
        <PlainSettingField
          name="defaultLimit"
          label="Newest posts re-read"
          range="1 to 1000, for new channels"
          suffix="posts"
        />
      </div>
      <Toggle
        name="runAtLaunch"
        label="Run at launch"
        explanation="Collects when Tidings starts, never within the cooldown of the run before."
      />
      <Toggle
        name="quietOnBattery"
        label="Quiet on battery"
        explanation="The interval counts threefold while this computer runs on battery."
      />
      <SavedNote names={names} />
    </Section>
  );
}

/** What would come of what is being typed; once it is kept, what comes. */
function NextRunLine({ feed }: { readonly feed: Feed }) {
  const { settings, typed } = useSettings();
  const inView = withTyped(settings, typed);
  const changesRhythm = (['intervalMs', 'cooldownMs', 'jitterPercent'] as const).some(
    (name) => inView[name] !== settings[name],
  );
  return (
    <div className={classes.nextRun} data-preview={changesRhythm || undefined}>
      <p role="status">
        {changesRhythm ? previewSentence(inView, feed.snapshot.lastRun?.durationMs ?? null) : null}
      </p>
      {changesRhythm ? null : <NextRun feed={feed} />}
    </div>
  );
}

function NextRun({ feed }: { readonly feed: Feed }) {
  const { lead, strong, rest } = nextRunWords(feed.snapshot, useFeedAge(feed, 250));
  return (
    <p>
      {lead}
      {strong === '' ? null : (
        <>
          {' '}
          <b>{strong}</b>
        </>
      )}
      {rest === '' ? null : (
        <span className={card.dim}>
          {strong === '' ? ' ' : ': '}
          {rest}
        </span>
      )}
    </p>
  );
}

/** What stands in the fields, as far as it could be kept. */
function withTyped(settings: Settings, typed: Partial<Settings>): Settings {
  return problemOf(settings, typed) === null ? { ...settings, ...typed } : settings;
}
