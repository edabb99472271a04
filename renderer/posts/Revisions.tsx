import { VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import type { PostRevision } from '../../shared/archive.ts';
import type { HeldPost } from '../../shared/domain.ts';
import classes from './post-view.module.css';
import { mediaWords, momentWords } from './post-words.ts';
import { condensed, wordDiff } from './word-diff.ts';

interface Props {
  readonly post: HeldPost;
  /** Oldest first. */
  readonly revisions: readonly PostRevision[];
  readonly now: number;
}

type Version = Pick<PostRevision, 'text' | 'media' | 'links' | 'editedAt'>;

/** Each edit, newest first, with what it changed. */
export function Revisions({ post, revisions, now }: Props) {
  if (revisions.length === 0) return null;
  return (
    <section className={classes.section}>
      <h3>Earlier versions</h3>
      <ol className={classes.revisions}>
        {revisions
          .map((before, index) => {
            const after: Version = revisions[index + 1] ?? post;
            return <Edit key={before.seenAt} before={before} after={after} now={now} />;
          })
          .toReversed()}
      </ol>
    </section>
  );
}

function Edit({
  before,
  after,
  now,
}: {
  readonly before: PostRevision;
  readonly after: Version;
  readonly now: number;
}) {
  const whole = useMemo(() => wordDiff(before.text, after.text), [before.text, after.text]);
  const sameText = before.text === after.text;
  const added = after.links.filter((link) => !before.links.includes(link));
  const removed = before.links.filter((link) => !after.links.includes(link));
  return (
    <li>
      <h4>
        {after.editedAt === null ? 'Changed' : `Edited ${momentWords(after.editedAt, now)}`}
        <span>the version before was seen {momentWords(before.seenAt, now)}</span>
      </h4>
      {sameText ? null : (
        <p className={classes.diff} dir="auto">
          {condensed(whole).map((part, index) => {
            // Parts have no name but their place, and are never moved.
            const key = `${index}-${part.kind}`;
            if (part.kind === 'same') return <span key={key}>{part.text}</span>;
            return part.kind === 'removed' ? (
              <del key={key}>
                <VisuallyHidden>removed: </VisuallyHidden>
                {part.text}
              </del>
            ) : (
              <ins key={key}>
                <VisuallyHidden>added: </VisuallyHidden>
                {part.text}
              </ins>
            );
          })}
        </p>
      )}
      {before.media === after.media ? null : (
        <p>
          Media: <del>{mediaWords[before.media ?? 'none']}</del>{' '}
          <ins>{mediaWords[after.media ?? 'none']}</ins>
        </p>
      )}
      {removed.length + added.length === 0 ? null : (
        <p className={classes.diff}>
          Links:{' '}
          {removed.map((link) => (
            <del key={link}>{link} </del>
          ))}
          {added.map((link) => (
            <ins key={link}>{link} </ins>
          ))}
        </p>
      )}
      {sameText ? null : (
        <details>
          <summary>This earlier version in full</summary>
          <p className={classes.text} dir="auto">
            {before.text.trim() === '' ? 'It had no text.' : before.text}
          </p>
        </details>
      )}
    </li>
  );
}
