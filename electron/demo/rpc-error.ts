/** A refusal in Telegram's own words, as a client receives it. */
export class RpcError extends Error {
  readonly code: number;

  /** `name` as Telegram spells it (`FLOOD_WAIT_5`); its usual code unless another is given. */
  constructor(name: string, code = usualCode(name)) {
    super(name);
    this.name = 'RpcError';
    this.code = code;
  }
}

const unauthorized = new Set([
  'AUTH_KEY_UNREGISTERED',
  'AUTH_KEY_INVALID',
  'SESSION_EXPIRED',
  'SESSION_PASSWORD_NEEDED',
  'SESSION_REVOKED',
  'USER_DEACTIVATED',
  'USER_DEACTIVATED_BAN',
]);

function usualCode(name: string): number {
  if (/^(FLOOD|FROZEN|SLOWMODE)_/.test(name)) return 420;
  if (/_MIGRATE_\d+$/.test(name)) return 303;
  if (unauthorized.has(name)) return 401;
  if (name === 'AUTH_KEY_DUPLICATED' || name === 'CHANNEL_PRIVATE') return 406;
  if (name === 'PERSISTENT_TIMESTAMP_OUTDATED') return 500;
  if (/^(INTERNAL|RPC_|WORKER_BUSY|TIMEOUT)/.test(name)) return 500;
  return 400;
}
