import { Button } from '@mantine/core';
import { IconAlertTriangle, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { linkOf } from '../../shared/channel-list.ts';
import type { Channel } from '../../shared/domain.ts';
import { formatCount, formatDate, formatDateTime, unknown } from '../../shared/format.ts';
import { hashOf } from '../state/place.ts';
import { Fact, Facts } from '../ui/Facts.tsx';
import { toneClass } from '../ui/Tag.tsx';
import { ChannelLinks } from './ChannelLinks.tsx';
import { ChannelSettingsForm } from './ChannelSettingsForm.tsx';
import { CoverageBar } from './CoverageBar.tsx';
import classes from './channel-details.module.css';
import { coverageInWords } from './coverage.ts';
import { agoInWords, troubleOf } from './last-words.ts';
import { NewestPosts } from './NewestPosts.tsx';
import type { ChannelActions } from './use-channel-actions.ts';

interface Props {
  readonly channel: Channel;
  readonly now: number;
  readonly actions: ChannelActions;
  readonly onRemove: () => void;
}

/** Everything that is known of a channel, and what can be changed of it. */
export function ChannelDetails({ channel, now, actions, onRemove }: Props) {
  // Looking makes nothing new any more; what was new when it was opened stays marked while it is open.
  const [newWhenOpened] = useState(channel.newSinceLooked);
  useLooked(channel, actions);
  const { subscribers, postsHeld, firstPostAt, lastPostAt, lastCollectedAt, addedAt } = channel;
  const date = (at: number | null) => (at === null ? unknown : formatDate(at));
  return (
    <div className={classes.details}>
      {channel.lastError === null ? null : <Problem error={channel.lastError} />}
      <Facts>
        <Fact label="Posts held">{formatCount(postsHeld)}</Fact>
        <Fact label="First post held">{date(firstPostAt)}</Fact>
        <Fact label="Newest post held">{date(lastPostAt)}</Fact>
        <Fact label="Last collected">
          <span title={lastCollectedAt === null ? undefined : formatDateTime(lastCollectedAt)}>
            {agoInWords(lastCollectedAt, now)}
          </span>
        </Fact>
        <Fact label="Subscribers">{formatCount(subscribers)}</Fact>
        <Fact label="Added">{date(addedAt)}</Fact>
      </Facts>
      <section className={classes.part}>
        <h3>Coverage</h3>
        <CoverageBar channel={channel} />
        <p className={classes.words}>{coverageInWords(channel)}.</p>
        <ChannelLinks channel={channel} />
      </section>
      <div className={classes.two}>
        <section className={classes.part}>
          <h3>Newest posts held</h3>
          <NewestPosts channel={channel} marked={newWhenOpened} />
        </section>
        <section className={classes.part}>
          <h3>What a run reads, and what is kept</h3>
          <ChannelSettingsForm
            channel={channel}
            now={now}
            onSave={(settings) => actions.set(channel, settings)}
          />
          <div className={classes.foot}>
            <code className={classes.link}>{linkOf(channel).replace('https://', '')}</code>
            <Button
              variant="subtle"
              color="red"
              size="compact-sm"
              className={classes.remove}
              leftSection={<IconTrash size={15} aria-hidden />}
              onClick={onRemove}
            >
              Remove…
            </Button>
          </div>
        </section>
      </div>
    </div>
  );
}

/** Tells once per opening, and again when something new comes in while it is open. */
function useLooked(channel: Channel, actions: ChannelActions): void {
  const told = useRef(0);
  useEffect(() => {
    const { newSinceLooked } = channel;
    if (newSinceLooked > 0 && told.current !== newSinceLooked) void actions.looked(channel);
    told.current = newSinceLooked;
  }, [channel, actions]);
}

function Problem({ error }: { readonly error: string }) {
  const { tone, remedy, signIn } = troubleOf(error);
  return (
    <div className={`${classes.problem} ${toneClass(tone)}`}>
      <IconAlertTriangle size={17} aria-hidden />
      <p>
        <b>{error}</b> {remedy} {signIn ? <a href={hashOf('settings', 'accounts')}>Accounts</a> : null}
      </p>
    </div>
  );
}
