import { Button } from '@mantine/core';
import type { Channel } from '../../shared/domain.ts';
import { plural } from '../../shared/format.ts';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import { toneClass } from '../ui/Tag.tsx';
import { Dialog } from './Dialog.tsx';
import classes from './dialogs.module.css';

interface Props {
  /** Null: nothing is to be removed. */
  readonly channels: readonly Channel[] | null;
  readonly onClose: () => void;
  readonly onRemoved: (words: string, channelIds: readonly number[]) => void;
}

const namedAtMost = 5;

/** Asks once more, and says how much goes. */
export function RemoveDialog({ channels, onClose, onRemoved }: Props) {
  return (
    <Dialog
      kind="question"
      opened={channels !== null}
      onClose={onClose}
      title={
        channels?.length === 1 ? `Remove ${channels[0]?.title}?` : `Remove ${channels?.length} channels?`
      }
    >
      {channels === null ? null : <Question channels={channels} onClose={onClose} onRemoved={onRemoved} />}
    </Dialog>
  );
}

function Question({ channels, onClose, onRemoved }: Props & { readonly channels: readonly Channel[] }) {
  const bridge = useBridge();
  const wish = useWish();
  const posts = channels.reduce((sum, { postsHeld }) => sum + postsHeld, 0);
  const what = plural(channels.length, 'channel');

  async function remove(): Promise<void> {
    const channelIds = channels.map(({ id }) => id);
    const answer = await wish.grant(() => bridge.request('channels.remove', { channelIds }));
    if (answer === null) return;
    const name = channels.length === 1 ? channels[0]?.title : what;
    onRemoved(`${name} removed, with ${plural(answer.postsRemoved, 'post')}`, channelIds);
  }

  return (
    <div className={classes.stack}>
      {channels.length > 1 ? (
        <ul className={classes.names}>
          {channels.slice(0, namedAtMost).map(({ id, title }) => (
            <li key={id}>{title}</li>
          ))}
          {channels.length > namedAtMost ? <li>and {channels.length - namedAtMost} more</li> : null}
        </ul>
      ) : null}
      <p>
        {posts === 0 ? (
          'No post of it is held yet.'
        ) : (
          <>
            <b>{plural(posts, 'post')}</b> held of {channels.length === 1 ? 'it' : 'them'} will be deleted
            from your database. This cannot be undone.
          </>
        )}{' '}
        Runs that read {channels.length === 1 ? 'it' : 'them'} stay in the log. Nothing changes at Telegram.
      </p>
      <p className={classes.cost}>To keep the posts and only stop collecting, switch off instead.</p>
      <div role="alert" className={toneClass('warn')}>
        {wish.refusal === null ? null : <p className={classes.refusal}>{wish.refusal}</p>}
      </div>
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          Keep
        </Button>
        <Button className={classes.danger} loading={wish.underWay} onClick={() => void remove()}>
          Remove {channels.length === 1 ? 'channel' : what}
        </Button>
      </div>
    </div>
  );
}
