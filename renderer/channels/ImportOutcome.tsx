import { Button, Progress } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { type ImportProgress, type ImportResult, resultInWords } from '../../shared/channel-import-run.ts';
import type { ListProblem } from '../../shared/channel-list.ts';
import { formatCount } from '../../shared/format.ts';
import dialogs from './dialogs.module.css';
import classes from './import-dialog.module.css';

export function ImportProgressBar({ progress }: { readonly progress: ImportProgress }) {
  const { done, total, name, restores } = progress;
  return (
    <div className={classes.progress}>
      <p>
        {restores ? 'Restoring the settings of' : 'Adding'} {name} ({formatCount(done + 1)} of{' '}
        {formatCount(total)})
      </p>
      <Progress
        value={(done * 100) / total}
        aria-label={`Import: ${formatCount(done)} of ${formatCount(total)} channels`}
      />
    </div>
  );
}

interface OutcomeProps {
  readonly result: ImportResult;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

/** What became of the list, kept until it is put away. */
export function ImportOutcome({ result, onBack, onClose }: OutcomeProps) {
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  return (
    <div className={dialogs.stack}>
      <p role="status">{resultInWords(result)}</p>
      <Problems problems={result.failures} heading="Refused" />
      <div className={dialogs.buttons}>
        {result.left > 0 || result.failures.length > 0 ? (
          <Button variant="default" onClick={onBack}>
            Back to the list
          </Button>
        ) : null}
        <Button ref={close} onClick={onClose}>
          Close
        </Button>
      </div>
    </div>
  );
}

const namedAtMost = 20;

/** What a list says that could not be done, line by line. */
export function Problems({
  problems,
  heading,
}: {
  readonly problems: readonly ListProblem[];
  readonly heading: string;
}) {
  if (problems.length === 0) return null;
  return (
    <section className={classes.problems}>
      <h3>{heading}</h3>
      <ul>
        {problems.slice(0, namedAtMost).map(({ line, text, reason }) => (
          <li key={`${line}:${text}`}>
            <b>
              Line {formatCount(line)}, {text}
            </b>{' '}
            {reason}
          </li>
        ))}
      </ul>
      {problems.length > namedAtMost ? <p>and {formatCount(problems.length - namedAtMost)} more</p> : null}
    </section>
  );
}
