import { createHash } from 'node:crypto';
import type { Account } from '../accounts.ts';
import type { TlObject } from '../codec/codec.ts';
import { bytesField, intField, longField, objectField, textField } from '../codec/fields.ts';
import { noPassword } from '../passwords.ts';
import { RpcError } from '../rpc-error.ts';
import { accountOf, type Call, type Method } from './call.ts';
import { userRow } from './rows.ts';

const sendCode: Method = (call) => {
  checkApi(call);
  const account = accountByPhone(call);
  if (account.dataCentre !== call.dataCentre) throw new RpcError(`PHONE_MIGRATE_${account.dataCentre}`);
  return {
    _: 'auth.sentCode',
    type: { _: 'auth.sentCodeTypeApp', length: account.code.length },
    phone_code_hash: codeHash(call, account),
  };
};

const signIn: Method = (call) => {
  const { request, holder, cloud } = call;
  const account = accountByPhone(call);
  if (textField(request, 'phone_code_hash') !== codeHash(call, account))
    throw new RpcError('PHONE_CODE_EXPIRED');
  const code = textField(request, 'phone_code');
  if (code === '') throw new RpcError('PHONE_CODE_EMPTY');
  if (code !== account.code) throw new RpcError('PHONE_CODE_INVALID');
  if (account.password !== null) {
    holder.passwordPending = account.id;
    holder.endedWith = null;
    throw new RpcError('SESSION_PASSWORD_NEEDED');
  }
  cloud.keys.signIn(holder, account.id);
  return authorizationRow(call, account);
};

const getPassword: Method = (call) => {
  const account = accountWithPassword(call);
  return account.password === null ? noPassword() : call.cloud.passwords.challenge(account);
};

const checkPassword: Method = (call) => {
  const { cloud, holder, request } = call;
  const account = accountWithPassword(call);
  const proof = objectField(request, 'password');
  if (proof._ !== 'inputCheckPasswordSRP' || !cloud.passwords.check(account, proof)) {
    throw new RpcError('PASSWORD_HASH_INVALID');
  }
  cloud.keys.signIn(holder, account.id);
  cloud.loginTokens.dropFor(holder);
  return authorizationRow(call, account);
};

const logOut: Method = (call) => {
  accountOf(call);
  call.cloud.keys.signOut(call.holder, null);
  return { _: 'auth.loggedOut' };
};

const exportAuthorization: Method = (call) => {
  const { cloud, request } = call;
  const account = accountOf(call);
  const target = intField(request, 'dc_id');
  if (!cloud.endpoints().some(({ id }) => id === target)) throw new RpcError('DC_ID_INVALID');
  return { _: 'auth.exportedAuthorization', id: account.id, bytes: transferProof(call, account, target) };
};

const importAuthorization: Method = (call) => {
  const { cloud, request, holder, dataCentre } = call;
  const account = cloud.accounts.byId(Number(longField(request, 'id')));
  if (
    account === undefined ||
    !transferProof(call, account, dataCentre).equals(bytesField(request, 'bytes'))
  ) {
    throw new RpcError('AUTH_BYTES_INVALID');
  }
  cloud.keys.signIn(holder, account.id);
  return authorizationRow(call, account);
};

/** Throws API_ID_INVALID unless the request carries the credentials that are asked for. */
export function checkApi({ cloud, request }: Call): void {
  const { api } = cloud;
  const isRight = api === null || (api.id === request.api_id && api.hash === request.api_hash);
  if (!isRight) throw new RpcError('API_ID_INVALID');
}

/** What a client is told once it is signed in. */
export function authorizationRow({ cloud }: Call, account: Account): TlObject {
  return { _: 'auth.authorization', user: userRow(cloud, account, account) };
}

function accountByPhone(call: Call): Account {
  const account = call.cloud.accounts.byPhone(textField(call.request, 'phone_number'));
  if (account === undefined) throw new RpcError('PHONE_NUMBER_INVALID');
  return account;
}

/** The account whose second factor is asked about: the one signing in, or the one signed in. */
function accountWithPassword(call: Call): Account {
  const { holder, cloud } = call;
  const pending = holder.passwordPending === null ? undefined : cloud.accounts.byId(holder.passwordPending);
  return pending ?? accountOf(call);
}

function codeHash({ holder }: Call, account: Account): string {
  return createHash('sha256').update(holder.key).update(account.phone).digest('hex').slice(0, 18);
}

function transferProof({ cloud }: Call, account: Account, target: number): Buffer {
  return createHash('sha256')
    .update(`${cloud.accounts.accessHash(account, 0)}:${target}`)
    .digest();
}

export const authMethods: Readonly<Record<string, Method>> = {
  'auth.sendCode': sendCode,
  'auth.signIn': signIn,
  'account.getPassword': getPassword,
  'auth.checkPassword': checkPassword,
  'auth.logOut': logOut,
  'auth.exportAuthorization': exportAuthorization,
  'auth.importAuthorization': importAuthorization,
};
