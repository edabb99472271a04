import { Button } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { backfillPostsPerRun } from '../../shared/domain.ts';
import { hashOf } from '../state/place.ts';
import card from '../ui/card.module.css';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import classes from './channels.module.css';

interface Props {
  readonly signedIn: boolean;
  /** Why nothing can be added now; null when something can. */
  readonly addRefusal: string | null;
  readonly onAdd: () => void;
  readonly onImport: () => void;
}

/** Before the first channel: what this is about, and where to begin. */
export function NoChannels({ signedIn, addRefusal, onAdd, onImport }: Props) {
  return (
    <section aria-labelledby="no-channels" className={`${card.card} ${classes.empty}`}>
      <h2 id="no-channels">Nothing is collected yet</h2>
      <p className={card.dim}>
        Choose channels from those your account follows, or name any public one. From then on every run asks
        what is new, edited or deleted, and reads that alone; views and reactions are read again as a post
        grows older. Tidings never posts, joins or marks anything as read.
      </p>
      {signedIn ? (
        <>
          <ul>
            <li>Before you save you see what it costs: at most about one request a run for each channel.</li>
            <li>A channel can be switched off at any time; what is held of it stays.</li>
            <li>
              With backfill a run also walks back through the history, {backfillPostsPerRun} posts at a time.
            </li>
          </ul>
          <div className={classes.emptyButtons}>
            <ReasonedButton
              reason={addRefusal}
              onPress={onAdd}
              leftSection={<IconPlus size={16} aria-hidden />}
            >
              Add channels
            </ReasonedButton>
            <ReasonedButton
              reason={addRefusal}
              onPress={onImport}
              variant="default"
              leftSection={<IconFileImport size={16} aria-hidden />}
            >
              Import a list
            </ReasonedButton>
          </div>
        </>
      ) : (
        <>
          <p>An account has to be signed in first, since channels are read through it.</p>
          <Button component="a" href={hashOf('welcome')}>
            Sign in to Telegram
          </Button>
        </>
      )}
    </section>
  );
}
