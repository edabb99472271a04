import { Button, CloseButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconDatabaseExport } from '@tabler/icons-react';
import { useState } from 'react';
import type { BackUpFile } from '../../shared/archive.ts';
import { formatDateTime } from '../../shared/format.ts';
import { useAsked } from '../state/asked.ts';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import { Refusal } from '../ui/Refusal.tsx';
import { toneClass } from '../ui/Tag.tsx';
import classes from './data.module.css';
import { backUpName, backUpWords, formatBytes } from './data-words.ts';
import { OpenFolder } from './OpenFolder.tsx';
import { RestoreDialog } from './RestoreDialog.tsx';
import { Row } from './Section.tsx';
import settings from './settings.module.css';
import { type Restored, useRestoring } from './use-restoring.ts';

/** Copies of the database: made, and put in its place. */
export function BackUps({ canOpenFolders }: { readonly canOpenFolders: boolean }) {
  const bridge = useBridge();
  const making = useWish();
  const opening = useWish();
  const { answer, problem } = useAsked('backups.list', {}, ['backups']);
  const [said, setSaid] = useState('');
  const [chosen, setChosen] = useState<BackUpFile | null>(null);
  const restoring = useRestoring();
  const { restored } = restoring;

  async function make(): Promise<void> {
    setSaid('');
    const made = await making.grant(() => bridge.request('backups.make', {}));
    if (made !== null) setSaid(`Copied and checked, ${formatBytes(made.backUp.bytes)}.`);
  }

  function putAway(): void {
    setChosen(null);
    restoring.dismiss();
  }

  function close(): void {
    setChosen(null);
    restoring.wish.forget();
  }

  // What the dialog waited for is told below it, once it is there.
  const over = restored !== null && restored.kind !== 'restarting';
  return (
    <Row
      title="Back-ups"
      words="Once a day, after a run, the database is copied and checked; the three newest of these are kept. Those made by hand stay until you delete them. Sign-ins are not part of a copy."
      control={
        <>
          {canOpenFolders ? <OpenFolder title="Back-ups" folder="backups" wish={opening} /> : null}
          <Button
            variant="default"
            loading={making.underWay}
            leftSection={<IconDatabaseExport size={15} aria-hidden />}
            onClick={() => void make()}
          >
            Back up now
          </Button>
        </>
      }
    >
      <div className={classes.parts}>
        <span role="status" className={settings.said}>
          {making.underWay ? 'Copying and checking…' : said}
        </span>
        <Refusal reason={making.refusal ?? opening.refusal ?? problem} />
        <div role="status">{over ? <Back restored={restored} onDismiss={putAway} /> : null}</div>
        {answer === null ? null : (
          <Copies
            copies={answer}
            onRestore={(copy) => {
              restoring.dismiss();
              setChosen(copy);
            }}
          />
        )}
      </div>
      <RestoreDialog copy={over ? null : chosen} restoring={restoring} onClose={close} />
    </Row>
  );
}

const shownAtFirst = 5;

function Copies({
  copies,
  onRestore,
}: {
  readonly copies: readonly BackUpFile[];
  readonly onRestore: (copy: BackUpFile) => void;
}) {
  const [all, setAll] = useState(false);
  if (copies.length === 0) {
    return <p className={classes.none}>No copy yet. The first is made after a run, or by you now.</p>;
  }
  const shown = all ? copies : copies.slice(0, shownAtFirst);
  return (
    <>
      <ul className={classes.copies} aria-label="Copies of the database">
        {shown.map((copy) => (
          <li key={copy.name} className={classes.copy}>
            <p>
              <time dateTime={new Date(copy.at).toISOString()} title={copy.name}>
                {formatDateTime(copy.at)}
              </time>
              <span>{backUpWords(copy)}</span>
            </p>
            <Button
              size="xs"
              variant="default"
              aria-label={`Restore ${backUpName(copy)}, ${backUpWords(copy)}…`}
              onClick={() => onRestore(copy)}
            >
              Restore…
            </Button>
          </li>
        ))}
      </ul>
      {copies.length > shown.length ? (
        <Button size="xs" variant="subtle" className={classes.more} onClick={() => setAll(true)}>
          Show all {copies.length}
        </Button>
      ) : null}
    </>
  );
}

function Back({
  restored,
  onDismiss,
}: {
  readonly restored: Exclude<Restored, { readonly kind: 'restarting' }>;
  readonly onDismiss: () => void;
}) {
  const done = restored.kind === 'done';
  const Glyph = done ? IconCheck : IconAlertTriangle;
  return (
    <div className={`${classes.back} ${toneClass(done ? 'good' : 'warn')}`}>
      <Glyph size={17} aria-hidden />
      <p>
        {done
          ? `Tidings runs on ${backUpName(restored.copy)} now. The database before it is kept in ${restored.quarantined}.`
          : `Tidings has started again, and its log does not say that ${backUpName(restored.copy)} took the database’s place. Nothing is lost: the log file tells what happened.${
              restored.problem === null ? '' : ` ${restored.problem}`
            }`}
      </p>
      <CloseButton size="sm" aria-label="Dismiss" onClick={onDismiss} />
    </div>
  );
}
