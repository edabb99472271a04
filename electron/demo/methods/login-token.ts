import type { Account } from '../accounts.ts';
import type { KeyHolder } from '../auth-keys.ts';
import type { Cloud } from '../cloud.ts';
import type { TlObject } from '../codec/codec.ts';
import { bytesField } from '../codec/fields.ts';
import { RpcError } from '../rpc-error.ts';
import { authorizationRow, checkApi } from './auth.ts';
import { accountOf, type Call, type Method, seconds } from './call.ts';

const exportLoginToken: Method = (call) => {
  const { cloud, holder, dataCentre, now } = call;
  checkApi(call);
  const token = cloud.loginTokens.exportFor(holder, now);
  const account = token.acceptedBy === null ? undefined : cloud.accounts.byId(token.acceptedBy);
  if (account === undefined) {
    return { _: 'auth.loginToken', expires: seconds(token.expiresAt), token: token.token };
  }
  if (account.dataCentre !== dataCentre) {
    return { _: 'auth.loginTokenMigrateTo', dc_id: account.dataCentre, token: token.token };
  }
  return signInByToken(call, account, holder);
};

const importLoginToken: Method = (call) => {
  const { cloud, request, now } = call;
  const token = cloud.loginTokens.find(bytesField(request, 'token'), now);
  if (token === null) throw new RpcError('AUTH_TOKEN_EXPIRED');
  const account = token.acceptedBy === null ? undefined : cloud.accounts.byId(token.acceptedBy);
  if (account === undefined) throw new RpcError('AUTH_TOKEN_INVALID');
  return signInByToken(call, account, token.holder);
};

function signInByToken(call: Call, account: Account, shownBy: KeyHolder): TlObject {
  const { cloud, holder } = call;
  if (account.password !== null) {
    holder.passwordPending = account.id;
    throw new RpcError('SESSION_PASSWORD_NEEDED');
  }
  cloud.keys.signIn(holder, account.id);
  cloud.loginTokens.dropFor(shownBy);
  return { _: 'auth.loginTokenSuccess', authorization: authorizationRow(call, account) };
}

const acceptLoginToken: Method = (call) => {
  const { cloud, request, now } = call;
  acceptToken(cloud, bytesField(request, 'token'), accountOf(call), now);
  return {
    _: 'authorization',
    hash: 1,
    device_model: 'Demo',
    platform: 'Demo',
    system_version: '1',
    api_id: 1,
    app_name: 'Demo',
    app_version: '1',
    date_created: seconds(now),
    date_active: seconds(now),
    ip: '127.0.0.1',
    country: '',
    region: '',
  };
};

/** What happens when an account scans a QR code: the client that shows it is told. Throws AUTH_TOKEN_… */
export function acceptToken(cloud: Cloud, bytes: Buffer, account: Account, now: number): void {
  const token = cloud.loginTokens.find(bytes, now);
  if (token === null) throw new RpcError('AUTH_TOKEN_EXPIRED');
  if (token.acceptedBy !== null) throw new RpcError('AUTH_TOKEN_ALREADY_ACCEPTED');
  token.acceptedBy = account.id;
  cloud.push(token.holder, { _: 'updateShort', update: { _: 'updateLoginToken' }, date: seconds(now) });
}

export const loginTokenMethods: Readonly<Record<string, Method>> = {
  'auth.exportLoginToken': exportLoginToken,
  'auth.importLoginToken': importLoginToken,
  'auth.acceptLoginToken': acceptLoginToken,
};
