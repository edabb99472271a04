import { z } from 'zod';
import { digitsOf } from './accounts.ts';
import { inWords } from './in-words.ts';

/** Clients refer to data centres by 1 to 5. */
const dataCentreId = z.int().min(1).max(5);

const account = z.strictObject({
  phone: z.string().refine((phone) => digitsOf(phone).length >= 5, 'must have at least five digits'),
  code: z.string().min(1),
  password: z.string().min(1).optional(),
  passwordHint: z.string().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  username: z.string().optional(),
  channels: z.array(z.union([z.string(), z.number()])).optional(),
  dataCentre: dataCentreId.optional(),
});

/** What a data centre may be started with; everything may be left out. */
export const dataCentreOptions = z.strictObject({
  /** The first data centre's id. */
  id: dataCentreId.default(2),
  /** Ids of further data centres of the same demo. */
  others: z.array(dataCentreId).default([]),
  /** Always loopback. */
  host: z.enum(['127.0.0.1', '::1']).default('127.0.0.1'),
  /** 0: any free port. Further data centres always take any. */
  port: z.int().min(0).max(65_535).default(0),
  /** Opens a port that takes connections as an MTProxy with this secret: 32 hex digits, `dd` in front or not. */
  proxySecret: z
    .string()
    .regex(/^(dd)?[0-9a-f]{32}$/, 'must be 32 hex digits, with or without dd in front')
    .optional(),
  accounts: z
    .array(account)
    .default([{ phone: '+999 66 1 2024', code: '12345', firstName: 'Demo', lastName: 'Reader' }]),
  api: z.strictObject({ id: z.int(), hash: z.string() }).optional(),
  seed: z.int().default(1),
  /** The world's clock stands still at this moment until it is driven; real time when left out. */
  clockAt: z.number().optional(),
  /** Where history ends and live posts begin: midnight (UTC) before the start when left out. */
  epochAt: z.number().optional(),
  channels: z.int().min(0).max(100_000).default(12),
  postsPerChannel: z.int().min(0).max(100_000_000).optional(),
  privateChannel: z.boolean().default(false),
  /** Whether posts go on appearing. */
  live: z.boolean().default(true),
  liveSpacingMs: z.number().min(1000).optional(),
  /** Keeps RSA key, auth keys and epoch in this file, so that clients stay signed in over a restart. */
  stateFile: z.string().optional(),
  /** A PKCS#8 PEM to prove itself with; a new one when left out. */
  serverKey: z.string().optional(),
  /** Keeps every state of every post that was served, for `served`; takes memory. */
  recordServed: z.boolean().default(false),
  /** Changes after which a difference is called too long. Telegram may do so after those of one call: 100. */
  longestDifference: z.int().positive().default(1000),
});

export type DataCentreOptions = z.input<typeof dataCentreOptions>;
export type ResolvedOptions = z.output<typeof dataCentreOptions>;

/** Fills in what was left out. Throws, in words, on options that do not fit. */
export function resolveOptions(options: DataCentreOptions): ResolvedOptions {
  const parsed = dataCentreOptions.safeParse(options);
  if (!parsed.success) throw new Error(`The demo cannot start: ${inWords(parsed.error)}`);
  return parsed.data;
}
