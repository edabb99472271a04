import { CloseButton, Modal } from '@mantine/core';
import type { Channel } from '../../shared/domain.ts';
import card from '../ui/card.module.css';
import { PostView } from './PostView.tsx';
import type { PostName } from './post-address.ts';
import classes from './post-view.module.css';
import { titleOfChannel } from './post-words.ts';
import { usePostDetails } from './use-post-details.ts';

interface Props {
  readonly name: PostName | null;
  readonly beside: boolean;
  /** Whether there is any post to choose. */
  readonly choice: boolean;
  readonly channels: ReadonlyMap<number, Channel>;
  readonly query: string;
  readonly now: number;
  readonly onClose: () => void;
}

/** The open post: beside the list where there is room, else a dialog over it. */
export function PostPane({ name, beside, choice, channels, query, now, onClose }: Props) {
  const title = name === null ? '' : `${titleOfChannel(channels, name.channelId)} · #${name.postId}`;
  const body = name === null ? null : <AskedView name={name} channels={channels} query={query} now={now} />;
  if (!beside) {
    return (
      <Modal
        opened={name !== null}
        onClose={onClose}
        title={<span dir="auto">{title}</span>}
        fullScreen
        closeButtonProps={{ 'aria-label': 'Close the post' }}
        classNames={{
          title: classes.dialogTitle ?? '',
          content: classes.dialog ?? '',
          header: classes.dialog ?? '',
        }}
        transitionProps={{ duration: 0 }}
      >
        {body}
      </Modal>
    );
  }
  return (
    <section className={`${card.card} ${classes.pane}`} aria-label="The open post">
      {name === null ? (
        <div className={classes.nobody} hidden={!choice}>
          <p>Choose a post to see its whole text, its earlier versions and how its counters grew.</p>
          <p>
            <kbd>↓</kbd> <kbd>↑</kbd> go through the list, <kbd>Enter</kbd> opens, <kbd>/</kbd> searches.
          </p>
        </div>
      ) : (
        <>
          <header className={classes.paneHeader}>
            <h2 dir="auto" title={title}>
              {title}
            </h2>
            <CloseButton aria-label="Close the post" onClick={onClose} />
          </header>
          {body}
        </>
      )}
    </section>
  );
}

interface AskedProps {
  readonly name: PostName;
  readonly channels: ReadonlyMap<number, Channel>;
  readonly query: string;
  readonly now: number;
}

function AskedView({ name, channels, query, now }: AskedProps) {
  const { details, missing, problem } = usePostDetails(name);
  const shown = details === null ? 'none' : `${details.post.channelId}.${details.post.id}`;
  return (
    // Another post is read from its beginning: a new element is scrolled to the top.
    <div
      key={shown}
      className={classes.scroller}
      aria-busy={shown !== `${name.channelId}.${name.postId}` && !missing && problem === null}
    >
      {problem === null ? null : (
        <p role="alert" className={classes.problem}>
          This post could not be read: {problem}
        </p>
      )}
      {missing ? (
        <p className={classes.missing}>
          This post is not held here. Either no run has read it yet, or its channel keeps posts for a shorter
          time.
        </p>
      ) : null}
      {details === null ? null : (
        <PostView
          details={details}
          channel={channels.get(details.post.channelId) ?? null}
          query={query}
          now={now}
        />
      )}
    </div>
  );
}
