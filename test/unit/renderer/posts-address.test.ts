import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mediaChoices, postsHash, readPart } from '../../../renderer/posts/post-address.ts';
import { parsePlace } from '../../../renderer/state/place.ts';
import { type PostFilter, postStates } from '../../../shared/archive.ts';

const filters: fc.Arbitrary<PostFilter> = fc.record(
  {
    text: fc
      .string({ unit: 'binary', minLength: 1, maxLength: 60 })
      .map((text) => text.trim())
      .filter(Boolean),
    channelIds: fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 45 }), { minLength: 1, maxLength: 50 }),
    from: fc.nat(2 ** 42),
    to: fc.nat(2 ** 42),
    media: fc.subarray([...mediaChoices], { minLength: 1 }),
    state: fc.constantFrom(...postStates),
  },
  { requiredKeys: [] },
);

test('any filter and any open post come back from the address as they were', () => {
  fc.assert(
    fc.property(filters, fc.option(fc.integer({ min: 1, max: 2 ** 31 })), (filter, postId) => {
      const post = postId === null ? null : { channelId: 2, postId };
      const place = parsePlace(postsHash(filter, post ?? undefined));
      expect(place?.screen).toBe('posts');
      expect(readPart(place?.part ?? null)).toEqual({ filter, post });
    }),
  );
});

test('every post is the bare address', () => {
  expect(postsHash({})).toBe('#posts');
  expect(postsHash({ text: '  ' })).toBe('#posts');
});

test('what cannot be read of an address does not narrow', () => {
  expect(readPart('text=&channels=a.2.2&from=-1&to=soon&media=photo.film&state=gone&post=7&else=1')).toEqual({
    filter: { channelIds: [2], media: ['photo'] },
    post: null,
  });
});
