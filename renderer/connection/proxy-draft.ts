import type { ProxyServer, ProxySummary } from '../../shared/contract.ts';
import { proxySchema } from '../../shared/contract-schemas.ts';
import type { ProxyKind } from '../../shared/domain.ts';
import { problemSentence } from '../ui/problem-words.ts';
import { proxyWords } from '../ui/words.ts';
import { readSecret } from './proxy-secret.ts';

/** A proxy as it stands in the form: every field as it was typed. */
export interface ProxyDraft {
  readonly kind: ProxyKind | 'none';
  readonly host: string;
  readonly port: string;
  readonly username: string;
  readonly password: string;
  readonly secret: string;
}

export const noProxy: ProxyDraft = {
  kind: 'none',
  host: '',
  port: '',
  username: '',
  password: '',
  secret: '',
};

const fields = ['host', 'port', 'username', 'password', 'secret'] as const;
export type ProxyField = (typeof fields)[number];
/** What is wrong, by field, as sentences. */
export type ProxyProblems = { readonly [Field in ProxyField]?: string | undefined };

/** The form for a proxy that is kept: what is secret of it has to be typed again. */
export function draftOf(summary: ProxySummary | null): ProxyDraft {
  if (summary === null) return noProxy;
  const { kind, host, port, username } = summary;
  return { ...noProxy, kind, host, port: String(port), username: username ?? '' };
}

export type CheckedProxy =
  | { readonly kind: 'proxy'; readonly proxy: ProxyServer | null }
  | { readonly kind: 'problems'; readonly problems: ProxyProblems };

/** What the form means, or what is wrong with it. */
export function checkProxy(draft: ProxyDraft): CheckedProxy {
  switch (draft.kind) {
    case 'none':
      return { kind: 'proxy', proxy: null };
    case 'socks5': {
      const { username, password } = draft;
      if (username === '' && password !== '') {
        return problems({ username: 'A password needs a user name.' }, draft);
      }
      return parsed({
        ...addressOf(draft),
        kind: 'socks5',
        username: username === '' ? null : username,
        password: password === '' ? null : password,
      });
    }
    case 'mtproxy': {
      const read = readSecret(draft.secret);
      if (read.kind === 'problem') return problems({ secret: read.problem }, draft);
      return parsed({ ...addressOf(draft), kind: 'mtproxy', secret: read.secret });
    }
  }
}

/** The problem found here, together with those of the address. */
function problems(found: ProxyProblems, draft: ProxyDraft): CheckedProxy {
  const address = parsed({ ...addressOf(draft), kind: 'socks5', username: null, password: null });
  return {
    kind: 'problems',
    problems: address.kind === 'problems' ? { ...address.problems, ...found } : found,
  };
}

function addressOf({ host, port }: ProxyDraft): { readonly host: string; readonly port: number } {
  return { host, port: /^\d+$/.test(port.trim()) ? Number(port) : Number.NaN };
}

function parsed(candidate: ProxyServer): CheckedProxy {
  const result = proxySchema.safeParse(candidate);
  if (result.success) return { kind: 'proxy', proxy: result.data };
  const found: { [Field in ProxyField]?: string } = {};
  for (const { path, message } of result.error.issues) {
    const field = fields.find((name) => name === path[0]);
    if (field !== undefined) found[field] ??= problemSentence(message);
  }
  return { kind: 'problems', problems: found };
}

/** "through SOCKS5 at 192.0.2.1:1080 as ada", or "straight to Telegram". */
export function wayInWords(summary: ProxySummary | null): string {
  if (summary === null) return 'straight to Telegram';
  const { kind, host, port, username } = summary;
  const address = host.includes(':') && !host.startsWith('[') ? `[${host}]:${port}` : `${host}:${port}`;
  return `through ${proxyWords[kind]} at ${address}${username === null ? '' : ` as ${username}`}`;
}
