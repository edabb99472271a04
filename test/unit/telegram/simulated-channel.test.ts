import { describe, expect, it } from 'vitest';
import { createSimulatedChannel } from '../../support/simulated-channel.ts';

/** A reader who knows only differences. */
function follow(
  channel: ReturnType<typeof createSimulatedChannel>,
  since: number,
  held: Map<number, string>,
) {
  for (let pts = since; ; ) {
    const difference = channel.difference(pts, 1000);
    if (difference.kind === 'too-long') throw new Error('Too long.');
    for (const { id, text } of difference.posts) held.set(id, text);
    for (const id of difference.deletedIds) held.delete(id);
    pts = difference.pts;
    if (difference.final) return pts;
  }
}

describe('the simulated channel', () => {
  it('tells the same by differences as by its history, its state and its messages', () => {
    const channel = createSimulatedChannel(7);
    const held = new Map<number, string>();
    let pts = 1;
    for (let day = 0; day < 5; day += 1) {
      channel.publish(70);
      channel.announce(1);
      const ids = channel.ids();
      channel.edit(ids[day * 3] ?? 0, { text: `Edited on day ${day}` });
      channel.remove([ids.at(-1) ?? 0, ids[day * 2 + 1] ?? 0, 100_000]);
      pts = follow(channel, pts, held);
      expect(channel.state()).toMatchObject({ pts, topMessageId: channel.page(0, 1).oldestId });
      const { posts } = channel.page(0, 1000);
      expect(Object.fromEntries(held)).toEqual(Object.fromEntries(posts.map(({ id, text }) => [id, text])));
    }
    expect(channel.messages([71, 72, 100_000])).toMatchObject({
      posts: [{ id: 72 }],
      missingIds: [100_000],
      serviceIds: [71],
    });
  });

  it('calls too long what is, and what cannot be', () => {
    const channel = createSimulatedChannel(7);
    channel.publish(11);
    expect(channel.difference(1, 10)).toEqual({ kind: 'too-long', pts: 12 });
    expect(channel.difference(2, 10)).toMatchObject({ kind: 'changes', pts: 12, final: true, newestId: 11 });
    expect(channel.difference(13, 10)).toEqual({ kind: 'too-long', pts: null });
  });
});
