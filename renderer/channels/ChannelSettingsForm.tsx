import { Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ChannelSettings } from '../../shared/contract.ts';
import { backfillPostsPerRun, type Channel } from '../../shared/domain.ts';
import { expiryInWords, keptInWords, losersAmong } from '../../shared/post-expiry.ts';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import classes from './channel-details.module.css';
import { changeInWords } from './cost-words.ts';
import { Dialog } from './Dialog.tsx';
import { ExpiryQuestion } from './ExpiryQuestion.tsx';
import { KeepField } from './KeepField.tsx';
import { keepText } from './keep-text.ts';
import { limitExplanation, limitName } from './limit-text.ts';
import { readDraft, type SettingsDraft } from './settings-draft.ts';

interface Props {
  readonly channel: Channel;
  /** Wall clock, ms. */
  readonly now: number;
  /** Answers whether it was saved. */
  readonly onSave: (settings: ChannelSettings) => Promise<boolean>;
}

/** What a run reads of a channel and how long it is kept, with what that costs and removes before it is saved. */
export function ChannelSettingsForm({ channel, now, onSave }: Props) {
  const [draft, setDraft] = useState<SettingsDraft>({});
  const [tried, setTried] = useState<{ readonly limit?: true; readonly keep?: true }>({});
  const [asking, setAsking] = useState(false);
  const [saving, setSaving] = useState(false);
  const { changes, limitProblem, keepProblem } = readDraft(channel, draft);
  const cannot = limitProblem !== null || keepProblem !== null;
  const changed = cannot || Object.keys(changes).length > 0;
  const { keepDays = null } = changes;
  const removes = losersAmong([channel], keepDays, now).length > 0;
  const write = (part: SettingsDraft) => setDraft((before) => ({ ...before, ...part }));

  async function save(): Promise<void> {
    setSaving(true);
    if (await onSave(changes)) setDraft({});
    setSaving(false);
    setAsking(false);
  }

  function wish(): void {
    if (!changed || saving) return;
    if (cannot) setTried({ limit: true, keep: true });
    else if (removes) setAsking(true);
    else void save();
  }

  function submitted(event: FormEvent): void {
    event.preventDefault();
    wish();
  }

  return (
    <form className={classes.form} onSubmit={submitted} noValidate>
      <TextInput
        size="xs"
        label={limitName}
        description={limitExplanation}
        inputMode="numeric"
        value={draft.limit ?? String(channel.limit)}
        error={tried.limit ? limitProblem : null}
        onChange={(event) => {
          write({ limit: event.currentTarget.value });
          setTried((before) => ({ ...(before.keep ? { keep: true } : {}) }));
        }}
        onBlur={() => setTried((before) => ({ ...before, limit: true }))}
      />
      <Switch
        size="xs"
        label="Re-read in every run"
        description="Off: a run asks only for what has changed, and re-reads once a day."
        checked={draft.reread ?? channel.reread}
        onChange={(event) => write({ reread: event.currentTarget.checked })}
      />
      <Switch
        size="xs"
        label="Backfill: walk back through the history"
        description={`${backfillPostsPerRun} older posts a run, until the first message${channel.keepDays === null ? '' : ' or the age at which posts are removed'}.`}
        checked={draft.backfill ?? channel.backfill}
        onChange={(event) => write({ backfill: event.currentTarget.checked })}
      />
      <KeepField
        size="xs"
        text={draft.keep ?? keepText(channel.keepDays)}
        problem={tried.keep ? keepProblem : null}
        onText={(keep) => {
          write({ keep });
          setTried((before) => ({ ...(before.limit ? { limit: true } : {}) }));
        }}
        onLeave={() => setTried((before) => ({ ...before, keep: true }))}
      />
      {/* Several fields: without a button of this kind Enter in one of them would do nothing. */}
      <button type="submit" hidden aria-hidden tabIndex={-1} />
      <div className={classes.save}>
        <ReasonedButton
          size="xs"
          variant={changed ? 'filled' : 'default'}
          loading={saving}
          reason={changed ? null : 'Nothing has been changed.'}
          onPress={wish}
        >
          {removes ? 'Save…' : 'Save'}
        </ReasonedButton>
        <p className={classes.cost} aria-live="polite">
          {cannot ? '' : `${changeInWords(channel, changes)}.`}
          {removes ? <b className={classes.loss}> {expiryInWords(channel, keepDays, now)}</b> : null}
        </p>
      </div>
      <Dialog
        kind="question"
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Keep posts of ${channel.title} ${keptInWords(keepDays)}?`}
      >
        {keepDays === null ? null : (
          <ExpiryQuestion
            channels={[channel]}
            keepDays={keepDays}
            now={now}
            saving={saving}
            onSave={() => void save()}
            onClose={() => setAsking(false)}
          />
        )}
      </Dialog>
    </form>
  );
}
