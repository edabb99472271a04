import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { hashOf } from '../state/place.ts';
import card from '../ui/card.module.css';
import { toneClass } from '../ui/Tag.tsx';
import type { Lacking } from './lacking.ts';
import classes from './lacking-card.module.css';

const lacks: Readonly<Record<Lacking, { title: string; words: string; href: string; way: string }>> = {
  account: {
    title: 'No Telegram account is signed in',
    words: 'Nothing is collected meanwhile. Channels and posts are kept.',
    href: hashOf('welcome'),
    way: 'Sign in to Telegram',
  },
  channel: {
    title: 'No channel is collected',
    words: 'Add a channel, or switch one on: the next run then starts by itself.',
    href: hashOf('channels'),
    way: 'Go to Channels',
  },
};

/** What came to be missing after there had been runs, and the way on. */
export function LackingCard({ lacking }: { readonly lacking: Lacking }) {
  const { title, words, href, way } = lacks[lacking];
  return (
    <section aria-label={title} className={`${card.card} ${classes.lacking} ${toneClass('warn')}`}>
      <div>
        <h2>{title}</h2>
        <p className={card.dim}>{words}</p>
      </div>
      <Button component="a" href={href} rightSection={<IconArrowRight size={16} aria-hidden />}>
        {way}
      </Button>
    </section>
  );
}
