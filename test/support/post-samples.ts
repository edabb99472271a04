import type { PostDetails, PostMetrics } from '../../shared/archive.ts';
import type { HeldPost } from '../../shared/domain.ts';
import { sampleWindows } from '../../shared/samples.ts';

/** Posts with a history, for the tests of the Posts screen. */

const million = 1_000_000;
const minute = 60_000;

export const longText = `${'A long report of the harbour, told at length. '.repeat(60)}\n\nIts last line.`;
export const rightToLeft =
  'عاجل: الميناء مفتوح من جديد، وأول العبارات تغادر في الثالثة. harbour وكل التذاكر صالحة، كما تقول الشركة.';
export const emoji = '👩‍👩‍👧‍👦🚢🇺🇦 '.repeat(80);
export const unbroken = `https://example.org/${'a-very-long-address-without-any-space/'.repeat(9)}`;

/** What is special about the newest posts of a world of a million. */
export function specialPosts(): Map<number, Partial<HeldPost>> {
  return new Map<number, Partial<HeldPost>>([
    [
      million - 1,
      {
        text: 'Two container ships are waiting outside the harbour since dawn; pilots say the swell should ease by noon.',
        revisions: 2,
        editedAt: Date.now() - 5 * minute,
        media: 'photo',
        groupId: '13700001',
        author: 'M. Ahab',
        links: ['https://example.org/pilots', 'tg://resolve?domain=harbourwatch'],
      },
    ],
    [million - 2, { text: rightToLeft, deletedAt: Date.now() - minute, deletedBy: 'difference' }],
    [million - 3, { text: emoji, suspectSince: Date.now() - 3 * minute, pinned: true }],
    [million - 4, { text: longText, deletedAt: Date.now() - minute, deletedBy: 'absence' }],
    [million - 5, { text: unbroken, media: 'link' }],
    [million - 6, { text: '', media: 'poll', views: null, forwards: null, replies: null, reactions: [] }],
  ]);
}

export const takenAges = [15, 62, 183, 365, 1441, 4330, 10_090];

/** A post with two edits and readings over a week, the sample of 6 h missed. */
export function withHistory(post: HeldPost): PostDetails {
  const readings = [2, 5, ...takenAges.filter((age) => age !== 365), 900, 2500].toSorted((a, b) => a - b);
  const metrics = readings.map((age): PostMetrics => {
    const views = Math.round((post.views ?? 10_000) * (1 - Math.exp(-age / 400)) + age / 4);
    const window = takenAges.indexOf(age);
    return {
      at: post.postedAt + age * minute,
      views,
      forwards: Math.round(views / 140),
      replies: null,
      reactions: Math.round(views / 50),
      window: window === -1 ? null : window,
    };
  });
  const earlier = { media: null, links: [] };
  return {
    post,
    revisions:
      post.revisions === 0
        ? []
        : [
            {
              ...earlier,
              text: 'Three container ships are waiting outside the harbour since dawn; pilots say the swell should ease tomorrow.',
              editedAt: null,
              seenAt: post.postedAt + 2 * minute,
            },
            {
              ...earlier,
              text: 'Two container ships are waiting outside the harbour since dawn; pilots say the swell should ease tomorrow.',
              editedAt: post.postedAt + 4 * minute,
              seenAt: post.postedAt + 5 * minute,
            },
          ],
    metrics,
    samples: sampleWindows.map((_, index) => (index === 3 ? 'missed' : 'taken')),
  };
}
