import { z } from 'zod';
import { exportFormats, postStates } from './archive.ts';
import type { RequestOf } from './contract.ts';
import type { ArchiveRequests } from './contract-archive.ts';
import { mediaKinds } from './domain.ts';

/** The schemas of the requests about what is held; those of all others are in `contract-schemas.ts`. */

type ArchiveSchemas = { [Name in keyof ArchiveRequests]: z.ZodType<RequestOf<Name>> };

const empty = z.strictObject({});
const identifier = z.number().int();
const instant = z.number().int().nonnegative();
const pageLimit = z.number().int().min(1).max(1000);
const day = z.iso.date('must be a day such as 2026-11-24');

const filter = {
  text: z.string().trim().max(500, 'must be at most 500 characters').exactOptional(),
  channelIds: z.array(identifier).min(1).max(10_000).exactOptional(),
  from: instant.exactOptional(),
  to: instant.exactOptional(),
  media: z
    .array(z.enum([...mediaKinds, 'none']))
    .min(1)
    .exactOptional(),
  state: z.enum(postStates).exactOptional(),
};

const watchedChannel = { channelId: identifier.nullable() };

/** Exported for the form that adds one. */
export const newWatchSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('words'),
    text: z.string().trim().min(1, 'must not be empty').max(500, 'must be at most 500 characters'),
    ...watchedChannel,
  }),
  z.strictObject({
    kind: z.literal('silence'),
    hours: z
      .number('must be a number of hours')
      .min(1, 'must be at least 1 hour')
      .max(8760, 'must be at most 8760 hours (a year)'),
    ...watchedChannel,
  }),
  z.strictObject({
    kind: z.literal('loss'),
    percent: z.number('must be a number').min(0.1, 'must be at least 0.1').max(100, 'must be at most 100'),
    ...watchedChannel,
  }),
]);

export const archiveSchemas: ArchiveSchemas = {
  'posts.search': z.strictObject({ ...filter, before: identifier.exactOptional(), limit: pageLimit }),
  'posts.count': z.strictObject({ ...filter, atMost: z.number().int().min(1).max(1_000_000) }),
  'posts.get': z.strictObject({ channelId: identifier, postId: identifier }),
  'insights.get': z.strictObject({ channelId: identifier, from: day, to: day }),
  'insights.overview': z.strictObject({ from: day, to: day }),
  'exports.start': z.strictObject({ ...filter, format: z.enum(exportFormats) }),
  'exports.cancel': z.strictObject({ jobId: identifier }),
  'exports.list': empty,
  'exports.address': z.strictObject({ jobId: identifier }),
  'backups.list': empty,
  'backups.make': empty,
  'backups.restore': z.strictObject({ name: z.string().min(1).max(255) }),
  'database.size': empty,
  'watches.list': empty,
  'watches.add': newWatchSchema,
  'watches.remove': z.strictObject({ watchId: identifier }),
  'alerts.list': z.strictObject({ before: identifier.exactOptional(), limit: pageLimit }),
  'alerts.seen': z.strictObject({
    alertIds: z.union([z.array(identifier).max(10_000), z.literal('all')]),
  }),
};
