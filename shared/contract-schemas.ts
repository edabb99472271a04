import { z } from 'zod';
import type { RequestName, RequestOf } from './contract.ts';
import { archiveSchemas } from './contract-archive-schemas.ts';
import type { AuditEventType } from './domain.ts';
import { runStatuses, runTriggers, schedulePolicies } from './domain.ts';
import { scheduleLimits } from './schedule.ts';

/** A schema per request of the contract. `Record<RequestName, …>` makes a forgotten one not compile. */

type Exactly<Name extends RequestName> = z.ZodType<RequestOf<Name>>;
type RequestSchemas = { [Name in RequestName]: Exactly<Name> };

const empty = z.strictObject({});
const instant = z.number().int().nonnegative();
const identifier = z.number().int();
const pageLimit = z.number().int().min(1).max(1000);

export const postLimit = z
  .number('must be a number')
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(1000, 'must be at most 1000');

const { intervalMs, leastCooldownMs, mostJitterPercent } = scheduleLimits;

export const keepDays = z
  .number('must be a number of days')
  .int('must be a whole number of days')
  .min(1, 'must be at least 1 day')
  .max(36_500, 'must be at most 36500 days');

const settingsShape = {
  policy: z.enum(schedulePolicies, `must be one of ${schedulePolicies.join(', ')}`),
  intervalMs: z
    .number()
    .int()
    .min(intervalMs.least, 'must be at least 1 minute')
    .max(intervalMs.most, 'must be at most 7 days'),
  cooldownMs: z
    .number()
    .int()
    .min(leastCooldownMs, 'must be at least 10 seconds')
    .max(intervalMs.most, 'must be at most 7 days'),
  jitterPercent: z.number().min(0, 'must be at least 0').max(mostJitterPercent, 'must be at most 10'),
  defaultLimit: postLimit,
  runAtLaunch: z.boolean(),
  quietOnBattery: z.boolean(),
  notifications: z.enum(['errors', 'all', 'none'], 'must be one of errors, all, none'),
};

/** Whole settings: every range, and the cooldown no longer than the interval. */
export const settingsSchema = z
  .strictObject(settingsShape)
  .refine((settings) => settings.cooldownMs <= settings.intervalMs, {
    path: ['cooldownMs'],
    message: 'must not be longer than the interval',
  });

const auditEventTypes = {
  'app.started': 0,
  'app.stopped': 0,
  'lease.taken': 0,
  'lease.lost': 0,
  'run.started': 0,
  'run.progress': 0,
  'run.finished': 0,
  'run.skipped': 0,
  'channel.started': 0,
  'channel.finished': 0,
  'channel.failed': 0,
  'flood.waiting': 0,
  'settings.changed': 0,
  'schedule.paused': 0,
  'schedule.resumed': 0,
  'signin.completed': 0,
  'signin.lost': 0,
  'signin.ended': 0,
  'proxy.changed': 0,
  'application.changed': 0,
  'vault.protected': 0,
  'channel.added': 0,
  'channel.changed': 0,
  'channel.removed': 0,
  'database.recovered': 0,
  'retention.applied': 0,
  'channels.checked': 0,
  'posts.expired': 0,
  'watch.added': 0,
  'watch.removed': 0,
  'alert.raised': 0,
  'export.finished': 0,
  'backup.made': 0,
  'database.restored': 0,
  'launch-at-login.changed': 0,
} satisfies Record<AuditEventType, 0>;

const auditEventType = z.enum(Object.keys(auditEventTypes) as AuditEventType[]);
const referenceText = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must be at most 200 characters');
const byId = z.strictObject({ channelId: identifier });
const byReference = z.strictObject({ reference: referenceText });
const channelChange = {
  enabled: z.boolean().exactOptional(),
  limit: postLimit.exactOptional(),
  backfill: z.boolean().exactOptional(),
  reread: z.boolean().exactOptional(),
  keepDays: keepDays.nullable().exactOptional(),
};
const channelIds = z.array(identifier).min(1, 'must name at least one channel').max(10_000);
const postsPage = { before: identifier.exactOptional(), limit: pageLimit };
const signInId = z.string().min(1).max(100);

export const apiApplicationShape = {
  apiId: z
    .number('must be the number my.telegram.org shows')
    .int('must be a whole number')
    .positive('must be the number my.telegram.org shows')
    .max(2 ** 31 - 1, 'must be the number my.telegram.org shows'),
  apiHash: z
    .string()
    .trim()
    .regex(/^[0-9a-f]{32}$/i, 'must be 32 hexadecimal digits, as my.telegram.org shows it'),
};
const apiApplication = z.strictObject(apiApplicationShape);

export const phoneSchema = z
  .string()
  .trim()
  .regex(/^\+?[0-9 ()-]{5,24}$/, 'must be a phone number in international form, such as +49 151 23456789');

export const passphraseSchema = z
  .string()
  .min(8, 'must be at least 8 characters')
  .max(1000, 'must be at most 1000 characters');

const host = z
  .string()
  .trim()
  .regex(/^[^\s/@:]+$|^\[?[0-9a-fA-F:.]+\]?$/, 'must be a host name or an IP address')
  .max(253, 'must be a host name or an IP address');
const port = z
  .number('must be a number from 1 to 65535')
  .int('must be a whole number')
  .min(1, 'must be from 1 to 65535')
  .max(65_535, 'must be from 1 to 65535');

export const proxySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('socks5'),
    host,
    port,
    username: z.string().min(1).max(255).nullable(),
    password: z.string().min(1).max(255).nullable(),
  }),
  z.strictObject({
    kind: z.literal('mtproxy'),
    host,
    port,
    secret: z
      .string()
      .trim()
      .regex(
        /^(?:dd)?[0-9a-f]{32}$/i,
        'must be 32 hexadecimal digits, or dd and 32 more; a secret that begins with ee (fake TLS) is not known here',
      ),
  }),
]);

export const requestSchemas: RequestSchemas = {
  ...archiveSchemas,
  'snapshot.get': empty,
  'run.start': empty,
  'run.stop': empty,
  'schedule.pause': z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('until-resumed') }),
    z.strictObject({
      kind: z.literal('for'),
      durationMs: z
        .number()
        .int()
        .min(60_000, 'must be at least 1 minute')
        .max(intervalMs.most, 'must be at most 7 days'),
    }),
    z.strictObject({ kind: z.literal('until-tomorrow') }),
  ]),
  'schedule.resume': empty,
  'settings.get': empty,
  'settings.set': z.strictObject({
    policy: settingsShape.policy.exactOptional(),
    intervalMs: settingsShape.intervalMs.exactOptional(),
    cooldownMs: settingsShape.cooldownMs.exactOptional(),
    jitterPercent: settingsShape.jitterPercent.exactOptional(),
    defaultLimit: settingsShape.defaultLimit.exactOptional(),
    runAtLaunch: settingsShape.runAtLaunch.exactOptional(),
    quietOnBattery: settingsShape.quietOnBattery.exactOptional(),
    notifications: settingsShape.notifications.exactOptional(),
  }),
  'runs.list': z.strictObject({
    from: instant.exactOptional(),
    to: instant.exactOptional(),
    status: z.enum(runStatuses).exactOptional(),
    trigger: z.enum(runTriggers).exactOptional(),
    before: identifier.exactOptional(),
    limit: pageLimit,
  }),
  'runs.steps': z.strictObject({ runId: identifier }),
  'runs.events': z.strictObject({
    runId: identifier.exactOptional(),
    types: z.array(auditEventType).exactOptional(),
    from: instant.exactOptional(),
    to: instant.exactOptional(),
    before: identifier.exactOptional(),
    limit: pageLimit,
  }),
  'channels.list': empty,
  'channels.add': z.strictObject({ reference: referenceText, ...channelChange }),
  'channels.set': z.union([byId.extend(channelChange), byReference.extend(channelChange)]),
  'collection.pace': empty,
  'channels.setMany': z.strictObject({ channelIds, ...channelChange }),
  'channels.pick': z.strictObject({
    accountId: identifier,
    channelIds,
    limit: channelChange.limit,
    backfill: channelChange.backfill,
  }),
  'channels.remove': z.strictObject({ channelIds }),
  'channels.looked': z.strictObject({ channelIds }),
  'dialogs.list': z.strictObject({ accountId: identifier }),
  'dialogs.read': z.strictObject({ accountId: identifier, again: z.boolean().exactOptional() }),
  'posts.list': z.union([byId.extend(postsPage), byReference.extend(postsPage)]),
  'screens.address': empty,
  'accounts.list': empty,
  'accounts.signOut': z.strictObject({
    accountId: identifier,
    evenIfUnreachable: z.boolean().exactOptional(),
  }),
  'api.get': empty,
  'api.set': apiApplication,
  'proxy.get': z.strictObject({ accountId: identifier.nullable() }),
  'proxy.set': z.strictObject({ accountId: identifier.nullable(), proxy: proxySchema.nullable() }),
  'vault.get': empty,
  'vault.unlock': z.strictObject({ passphrase: z.string().min(1).max(1000) }),
  'vault.protect': z.strictObject({ passphrase: passphraseSchema }),
  'system.get': empty,
  'system.setLaunchAtLogin': z.strictObject({ enabled: z.boolean() }),
  'system.openFolder': z.strictObject({ folder: z.enum(['data', 'logs', 'exports', 'backups']) }),
  'demo.start': empty,
  'demo.leave': empty,
  'signin.begin': z.union([
    z.strictObject({ phone: phoneSchema }),
    apiApplication.extend({ phone: phoneSchema }),
  ]),
  'signin.qr': z.union([empty, apiApplication]),
  'signin.next': z.strictObject({ signInId }),
  'signin.code': z.strictObject({
    signInId,
    code: z.string().trim().min(1, 'must not be empty').max(20, 'must be at most 20 characters'),
  }),
  'signin.password': z.strictObject({ signInId, password: z.string().min(1).max(1000) }),
  'signin.cancel': z.strictObject({ signInId }),
};

export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requestSchemas, name);
}

/** For a page: zod would try to compile its checks, which the policy of the page forbids and the browser reports. */
export function checkWithoutCompiling(): void {
  z.config({ jitless: true });
}

/** Says in one sentence what is wrong with a request: `limit must be at least 1`. */
export function explainIssues(error: z.ZodError): string {
  return likelyIssues(error.issues)
    .map((issue) => `${nameOf(issue.path)} ${issue.message}`)
    .join('; ');
}

/** As commands and screens call them. */
const namesForPeople: Readonly<Record<string, string>> = {
  intervalMs: 'interval',
  cooldownMs: 'cooldown',
  jitterPercent: 'jitter',
  defaultLimit: 'limit',
  durationMs: 'the pause',
  apiId: 'api_id',
  apiHash: 'api_hash',
};

function nameOf(path: readonly PropertyKey[]): string {
  const name = path.join('.');
  return name === '' ? 'the request' : (namesForPeople[name] ?? name);
}

/** Where a request may have one of several forms, only what keeps it from the form it comes closest to is of use. */
function likelyIssues(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
    const strangers = (branch: readonly z.core.$ZodIssue[]) =>
      branch.filter(({ code }) => code === 'unrecognized_keys').length;
    const [closest = []] = issue.errors.toSorted(
      (one, other) => strangers(one) - strangers(other) || one.length - other.length,
    );
    return likelyIssues(closest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
  });
}
