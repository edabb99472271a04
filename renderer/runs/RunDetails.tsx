import { Button } from '@mantine/core';
import { useState } from 'react';
import type { RunStep } from '../../shared/domain.ts';
import { formatCount, formatDuration, formatTime } from '../../shared/format.ts';
import { useActions, useScreen } from '../state/screen-context.ts';
import { eventInWords, eventTone } from '../ui/event-words.ts';
import { StepStatusTag, toneClass } from '../ui/Tag.tsx';
import classes from './run-details.module.css';

const stepsAtFirst = 12;

/** A run's steps, channel by channel, and its log. */
export function RunDetails({ runId }: { readonly runId: number }) {
  const details = useScreen((state) => state.details[runId]);
  const { earlierEvents } = useActions();
  const [allSteps, setAllSteps] = useState(false);
  if (details === undefined) return null;
  const { steps, events, earlier, problem } = details;
  if (problem !== null) return <p className={classes.problem}>{problem}</p>;
  if (details.asked === 'never') return <p className={classes.none}>Reading what this run did…</p>;
  return (
    <div className={classes.details}>
      {steps.length === 0 ? (
        <p className={classes.none}>It came to no channel.</p>
      ) : (
        <Steps steps={allSteps ? steps : steps.slice(0, stepsAtFirst)} />
      )}
      {!allSteps && steps.length > stepsAtFirst ? (
        <div>
          <Button variant="default" size="compact-xs" onClick={() => setAllSteps(true)}>
            Show all {formatCount(steps.length)} channels
          </Button>
        </div>
      ) : null}
      <h3>Log</h3>
      {earlier === null ? null : (
        <div>
          <Button variant="default" size="compact-xs" onClick={() => void earlierEvents(runId)}>
            Show earlier
          </Button>
        </div>
      )}
      <ol className={classes.log}>
        {events.map((event) => (
          <li key={event.id} className={toneClass(eventTone(event.type))}>
            <time dateTime={new Date(event.at).toISOString()}>{formatTime(event.at, { seconds: true })}</time>
            <span className={classes.dot} aria-hidden />
            <span>{eventInWords(event)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Steps({ steps }: { readonly steps: readonly RunStep[] }) {
  return (
    <table className={classes.steps}>
      <thead>
        <tr>
          <th scope="col">Channel</th>
          <th scope="col">Result</th>
          <th scope="col" className={classes.number}>
            Messages
          </th>
          <th scope="col" className={classes.number}>
            New
          </th>
          <th scope="col" className={classes.number}>
            Updated
          </th>
          <th scope="col" className={classes.number}>
            Deleted
          </th>
          <th scope="col" className={classes.number}>
            Requests
          </th>
          <th scope="col" className={classes.number}>
            Network
          </th>
          <th scope="col" className={classes.number}>
            Pauses
          </th>
          <th scope="col" className={classes.number}>
            Database
          </th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={step.id}>
            <th scope="row">
              {step.channelTitle}
              {step.error === null ? null : <div className={classes.problem}>{step.error}</div>}
            </th>
            <td>
              {step.skipped === null ? (
                <StepStatusTag status={step.status} />
              ) : (
                <span className={classes.none}>Unmoved</span>
              )}
            </td>
            <td className={classes.number}>{formatCount(step.messages)}</td>
            <td className={classes.number}>{formatCount(step.newMessages)}</td>
            <td className={classes.number}>{formatCount(step.updatedMessages)}</td>
            <td className={classes.number}>{formatCount(step.deletedMessages)}</td>
            <td className={classes.number}>{formatCount(step.requests)}</td>
            <td className={classes.number}>{formatDuration(step.networkMs)}</td>
            <td className={classes.number}>{formatDuration(step.floodMs)}</td>
            <td className={classes.number}>{formatDuration(step.databaseMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
