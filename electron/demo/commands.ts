import { z } from 'zod';
import type { DataCentre } from './data-centre.ts';
import { inWords } from './in-words.ts';
import type { WorldPost } from './world/post.ts';

/** One command of the data centre's process, parsed and run. */
interface Command {
  /** Parses the arguments and runs the command. Throws, in words, on arguments that do not fit. */
  run(dataCentre: DataCentre, given: unknown): unknown;
}

const channel = z.union([z.string(), z.number()]);
const scope = {
  method: z.string().min(1),
  account: z.string().optional(),
  channel: channel.optional(),
  calls: z.int().positive().optional(),
  forSeconds: z.number().positive().optional(),
};
const fault = z.discriminatedUnion('kind', [
  z.strictObject({
    ...scope,
    kind: z.literal('flood'),
    seconds: z.int().positive(),
    running: z.boolean().optional(),
  }),
  z.strictObject({
    ...scope,
    kind: z.literal('error'),
    error: z.string().regex(/^[A-Z][A-Z0-9_]+$/, 'must be a name in Telegram’s spelling'),
    code: z.int().optional(),
  }),
  z.strictObject({ ...scope, kind: z.literal('mute') }),
  z.strictObject({ ...scope, kind: z.literal('drop') }),
  z.strictObject({ ...scope, kind: z.literal('reset') }),
  z.strictObject({ ...scope, kind: z.literal('transport'), code: z.int().negative() }),
  z.strictObject({ ...scope, kind: z.literal('latency'), delayMs: z.number().min(0) }),
  z.strictObject({ ...scope, kind: z.literal('short-page'), rows: z.int().min(0) }),
]);
const size = z.int().positive();
const media = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('photo'), width: size, height: size, size }),
  z.strictObject({ kind: z.literal('video'), seconds: size, size }),
  z.strictObject({ kind: z.literal('audio'), seconds: size, title: z.string(), performer: z.string() }),
  z.strictObject({ kind: z.literal('voice'), seconds: size }),
  z.strictObject({ kind: z.literal('document'), name: z.string(), mimeType: z.string(), size }),
  z.strictObject({ kind: z.literal('poll'), question: z.string(), answers: z.array(z.string()).min(1) }),
  z.strictObject({ kind: z.literal('link'), url: z.string(), title: z.string(), site: z.string() }),
]);
const content = {
  text: z.string().optional(),
  media: media.nullable().optional(),
  textLink: z
    .strictObject({ words: z.string().min(1), url: z.string() })
    .nullable()
    .optional(),
  author: z.string().nullable().optional(),
  forwardedFrom: z.string().nullable().optional(),
};
const nothing = z.strictObject({});

/** Every command by its name. Each is one of the data centre's own functions. */
const commands: Readonly<Record<string, Command>> = {
  now: command(nothing, (dataCentre) => dataCentre.now()),
  setClock: command(z.strictObject({ at: z.number() }), (dataCentre, { at }) => dataCentre.setClock(at)),
  advance: command(z.strictObject({ ms: z.number().min(0) }), (dataCentre, { ms }) => dataCentre.advance(ms)),
  addFault: command(z.strictObject({ fault }), (dataCentre, given) => dataCentre.addFault(given.fault)),
  clearFaults: command(nothing, (dataCentre) => dataCentre.clearFaults()),
  setNetwork: command(
    z.strictObject({
      oneBytePieces: z.boolean().optional(),
      compressed: z.boolean().optional(),
      accepting: z.boolean().optional(),
    }),
    (dataCentre, conditions) => dataCentre.setNetwork(conditions),
  ),
  dropConnections: command(z.strictObject({ how: z.enum(['drop', 'reset']) }), (dataCentre, { how }) =>
    dataCentre.dropConnections(how),
  ),
  openConnections: command(nothing, (dataCentre) => dataCentre.openConnections()),
  revokeSessions: command(
    z.strictObject({ phone: z.string(), reason: z.string().optional() }),
    (dataCentre, { phone, reason }) => dataCentre.revokeSessions(phone, reason),
  ),
  forgetKeys: command(z.strictObject({ phone: z.string().nullable() }), (dataCentre, { phone }) =>
    dataCentre.forgetKeys(phone),
  ),
  acceptLoginToken: command(
    z.strictObject({ token: z.base64url(), phone: z.string() }),
    (dataCentre, { token, phone }) => dataCentre.acceptLoginToken(Buffer.from(token, 'base64url'), phone),
  ),
  accounts: command(nothing, (dataCentre) => dataCentre.accounts()),
  channels: command(nothing, (dataCentre) => dataCentre.channels()),
  posts: command(
    z.strictObject({ channel, beforeId: z.int().positive().optional(), limit: z.int().min(1).max(1000) }),
    (dataCentre, { channel: name, beforeId, limit }) => firstOf(dataCentre.posts(name, beforeId), limit),
  ),
  post: command(z.strictObject({ channel, postId: z.int() }), (dataCentre, given) =>
    dataCentre.post(given.channel, given.postId),
  ),
  addPost: command(z.strictObject({ channel, ...content }), (dataCentre, { channel: name, ...said }) =>
    dataCentre.addPost(name, said),
  ),
  editPost: command(z.strictObject({ channel, postId: z.int(), text: z.string() }), (dataCentre, given) =>
    dataCentre.editPost(given.channel, given.postId, given.text),
  ),
  deletePost: command(z.strictObject({ channel, postId: z.int() }), (dataCentre, given) =>
    dataCentre.deletePost(given.channel, given.postId),
  ),
  served: command(z.strictObject({ channel }), (dataCentre, given) => dataCentre.served(given.channel)),
  deletions: command(z.strictObject({ channel }), (dataCentre, given) => dataCentre.deletions(given.channel)),
  counts: command(nothing, (dataCentre) => dataCentre.counts()),
  clearCounts: command(nothing, (dataCentre) => dataCentre.clearCounts()),
  defects: command(nothing, (dataCentre) => dataCentre.defects()),
};

function command<Given>(
  schema: z.ZodType<Given>,
  run: (dataCentre: DataCentre, given: Given) => unknown,
): Command {
  return {
    run(dataCentre, given) {
      const parsed = schema.safeParse(given);
      if (!parsed.success) throw new Error(`The command does not fit: ${inWords(parsed.error)}`);
      return run(dataCentre, parsed.data);
    },
  };
}

function firstOf(posts: Iterable<WorldPost>, limit: number): WorldPost[] {
  const first: WorldPost[] = [];
  for (const post of posts) {
    first.push(post);
    if (first.length === limit) break;
  }
  return first;
}

const envelope = z.looseObject({ id: z.union([z.string(), z.number()]).optional(), command: z.string() });

/** The answer to one line: the command's result, or in words why there is none. `id` is that of the command. */
export type CommandAnswer =
  | { readonly id: string | number | null; readonly ok: true; readonly result: unknown }
  | { readonly id: string | number | null; readonly ok: false; readonly error: string };

/** Runs one line of JSON (`{ "id": 1, "command": "advance", "ms": 60000 }`). Never throws. */
export function runCommand(dataCentre: DataCentre, line: string): CommandAnswer {
  let id: string | number | null = null;
  try {
    const parsed = envelope.safeParse(parseJson(line));
    if (!parsed.success) throw new Error('A command is a JSON object with its name under “command”.');
    const { id: givenId = null, command: name, ...given } = parsed.data;
    id = givenId;
    if (!Object.hasOwn(commands, name)) {
      throw new Error(`There is no command “${name}”. There are: ${Object.keys(commands).join(', ')}.`);
    }
    const result = commands[name]?.run(dataCentre, given) ?? null;
    return { id, ok: true, result };
  } catch (error) {
    return { id, ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Error('This line is not JSON.', { cause: error });
  }
}
