import { z } from 'zod';

/**
 * A sign-in as it is kept. The library's own text form cannot carry ports above 32767 and holds an address,
 * which belongs to the data centre and not to the sign-in; so this app has its own.
 */
export interface SavedSession {
  readonly dataCentre: number;
  /** Secret: whoever has it is signed in. */
  readonly authKey: Buffer;
}

const prefix = 'tidings-session-1.';
const sessionSchema = z.object({
  dataCentre: z.int().min(1),
  authKey: z.string().regex(/^([0-9a-f]{2}){128,256}$/),
});

export function encodeSession(session: SavedSession): string {
  const json = JSON.stringify({ dataCentre: session.dataCentre, authKey: session.authKey.toString('hex') });
  return prefix + Buffer.from(json).toString('base64url');
}

/** Null when the text is not a session written by this app. */
export function decodeSession(text: string): SavedSession | null {
  if (!text.startsWith(prefix)) return null;
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(text.slice(prefix.length), 'base64url').toString());
  } catch {
    // Damaged text is no session; the caller asks for a new sign-in.
    return null;
  }
  const parsed = sessionSchema.safeParse(json);
  if (!parsed.success) return null;
  return { dataCentre: parsed.data.dataCentre, authKey: Buffer.from(parsed.data.authKey, 'hex') };
}
