import { IconArrowRight } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Alert } from '../../shared/archive.ts';
import { formatMoment } from '../../shared/format.ts';
import { postsHash } from '../posts/post-address.ts';
import { messageOf } from '../state/asked.ts';
import { usePages } from '../state/pages.ts';
import { useBridge } from '../state/screen-context.ts';
import card from '../ui/card.module.css';
import { Refusal } from '../ui/Refusal.tsx';
import { ShowOlder } from '../ui/ShowOlder.tsx';
import classes from './alerts.module.css';

const pageSize = 100;

/** Newest first. What is shown counts as seen; what was new when it came up stays marked while one looks. */
export function AlertList({ watching }: { readonly watching: boolean | null }) {
  const bridge = useBridge();
  const pages = usePages(
    'alerts',
    (before) =>
      bridge.request('alerts.list', { limit: pageSize, ...(before === undefined ? {} : { before }) }),
    ['alerts', 'watches'],
  );
  const [fresh, setFresh] = useState<ReadonlySet<number>>(new Set());
  const [problem, setProblem] = useState<string | null>(null);
  const unseen = pages.items.filter(({ seenAt }) => seenAt === null).map(({ id }) => id);
  const unseenIds = unseen.join();

  useEffect(() => {
    if (unseenIds === '') return;
    const alertIds = unseenIds.split(',').map(Number);
    setFresh((known) => new Set([...known, ...alertIds]));
    bridge.request('alerts.seen', { alertIds }).then(
      () => setProblem(null),
      (error: unknown) => setProblem(messageOf(error)),
    );
  }, [bridge, unseenIds]);

  return (
    <section aria-label="Alerts" className={card.card}>
      <Refusal reason={pages.problem ?? problem} />
      {pages.items.length === 0 ? (
        <p className={classes.none}>
          {pages.asked === 'never'
            ? 'Reading the alerts…'
            : watching === false
              ? 'Nothing is watched yet. Add words, a silence or a loss to be told of, and what is found is listed here.'
              : 'Nothing has been found yet. What is found is listed here, and told by a notification of your desktop.'}
        </p>
      ) : (
        <ol className={classes.alerts}>
          {pages.items.map((alert) => (
            <AlertRow key={alert.id} alert={alert} fresh={fresh.has(alert.id)} />
          ))}
        </ol>
      )}
      <ShowOlder pages={pages} />
    </section>
  );
}

function AlertRow({ alert, fresh }: { readonly alert: Alert; readonly fresh: boolean }) {
  const { at, message, channelId, postId } = alert;
  return (
    <li className={classes.alert} data-new={fresh || undefined}>
      <span className={classes.dot} aria-hidden />
      <div className={classes.words}>
        <p>
          {fresh ? <b className={classes.new}>New</b> : null}
          {message}
        </p>
        <div className={classes.foot}>
          <time dateTime={new Date(at).toISOString()}>{formatMoment(at, Date.now())}</time>
          <a
            href={
              postId === null
                ? postsHash({ channelIds: [channelId] })
                : postsHash({ channelIds: [channelId] }, { channelId, postId })
            }
            className={classes.way}
          >
            {postId === null ? 'Open the channel’s posts' : 'Open the post'}
            <IconArrowRight size={13} aria-hidden />
          </a>
        </div>
      </div>
    </li>
  );
}
