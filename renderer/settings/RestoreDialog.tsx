import { Button, Checkbox, Loader, Modal } from '@mantine/core';
import { useState } from 'react';
import type { BackUpFile } from '../../shared/archive.ts';
import { formatDateTime } from '../../shared/format.ts';
import { Command } from '../ui/Command.tsx';
import form from '../ui/form.module.css';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import { Refusal } from '../ui/Refusal.tsx';
import classes from './data.module.css';
import { backUpName, backUpWords } from './data-words.ts';
import settings from './settings.module.css';
import type { Restoring } from './use-restoring.ts';

interface Props {
  /** Null: nothing is to be restored. */
  readonly copy: BackUpFile | null;
  readonly restoring: Restoring;
  readonly onClose: () => void;
}

/** Says what putting a copy in the database's place does, asks twice, and stays until Tidings is back. */
export function RestoreDialog({ copy, restoring, onClose }: Props) {
  const restarting = restoring.restored?.kind === 'restarting';
  return (
    <Modal
      opened={copy !== null}
      onClose={onClose}
      centered
      size={500}
      title={
        restarting ? 'Tidings is starting again' : `Restore ${copy === null ? 'a copy' : backUpName(copy)}?`
      }
      classNames={{ title: settings.dialogTitle ?? '' }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {copy === null ? null : restarting ? (
        <Restarting copy={copy} />
      ) : (
        <Question copy={copy} restoring={restoring} onClose={onClose} />
      )}
    </Modal>
  );
}

function Question({ copy, restoring, onClose }: Props & { readonly copy: BackUpFile }) {
  const [confirmed, setConfirmed] = useState(false);
  const { wish } = restoring;
  return (
    <div className={form.form}>
      <p>
        {formatDateTime(copy.at, { seconds: true })}, {backUpWords(copy)}.
      </p>
      <ul className={classes.happens}>
        <li>Tidings closes the database and starts again on this copy. No run may be under way.</li>
        <li>
          The database as it is now is set aside in the folder “quarantine” of the data folder. It is not
          deleted.
        </li>
        <li>
          What was collected or changed since the copy was made is not in it: posts, channels, settings, the
          log. The next runs read from there on; edits and deletions of the time between may be missed.
        </li>
        <li>
          Sign-ins are not part of a copy and stay as they are; an account added since has to be signed in
          again.
        </li>
      </ul>
      <Checkbox
        label={`Put ${backUpName(copy)} in the database’s place`}
        checked={confirmed}
        onChange={(event) => setConfirmed(event.currentTarget.checked)}
      />
      <Refusal reason={wish.refusal} />
      {wish.refusal?.includes('tidings restore') ? <Command text={`tidings restore ${copy.name}`} /> : null}
      <div className={settings.dialogActions}>
        <Button variant="default" data-autofocus onClick={onClose}>
          Leave it as it is
        </Button>
        <ReasonedButton
          reason={confirmed ? null : 'Tick first what will be done.'}
          loading={wish.underWay}
          onPress={() => void restoring.restore(copy)}
        >
          Restore
        </ReasonedButton>
      </div>
      <span role="status" className={form.status}>
        {wish.underWay ? 'Checking the copy…' : ''}
      </span>
    </div>
  );
}

function Restarting({ copy }: { readonly copy: BackUpFile }) {
  return (
    <div className={classes.restarting} role="status">
      <Loader size="sm" aria-hidden />
      <p>
        On {backUpName(copy)}. This screen comes back by itself, in seconds on a small database and in a
        minute or so on a large one.
      </p>
    </div>
  );
}
