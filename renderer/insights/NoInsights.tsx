import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { hashOf } from '../state/place.ts';
import card from '../ui/card.module.css';
import classes from './insights.module.css';

/** Before anything is collected: what will be here, and when. */
export function NothingCollected() {
  return (
    <Empty title="Nothing to work out yet">
      <p className={card.dim}>
        Insights are worked out from the posts that are held. Choose channels; the first run fills this
        screen.
      </p>
      <ul>
        <li>Posts, reach and ER are there after the first run.</li>
        <li>Growth needs counts of subscribers of two days.</li>
        <li>ERR24 and the view curve need posts that were read again at 24 h and at 7 days.</li>
      </ul>
      <Button component="a" href={hashOf('channels')}>
        Go to Channels
      </Button>
    </Empty>
  );
}

/** The address names a channel that is not, or no longer, collected. */
export function NoSuchChannel({ allHref }: { readonly allHref: string }) {
  return (
    <Empty title="This channel is not collected">
      <p className={card.dim}>It may have been removed, with what was held of it.</p>
      <Button component="a" href={allHref} variant="default">
        Show all channels
      </Button>
    </Empty>
  );
}

function Empty({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className={`${card.card} ${classes.empty}`}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
