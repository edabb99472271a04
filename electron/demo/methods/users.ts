import type { Account } from '../accounts.ts';
import type { TlObject } from '../codec/codec.ts';
import { longField, objectField, objectsField } from '../codec/fields.ts';
import { RpcError } from '../rpc-error.ts';
import { accountOf, type Call, type Method } from './call.ts';
import { serviceUserId, serviceUserRow, userRow } from './rows.ts';

const getUsers: Method = (call) =>
  objectsField(call.request, 'id').map((input) => findUser(call, input)?.row ?? { _: 'userEmpty', id: 0 });

const getFullUser: Method = (call) => {
  const user = findUser(call, objectField(call.request, 'id'));
  if (user === null) throw new RpcError('USER_ID_INVALID');
  return {
    _: 'users.userFull',
    full_user: {
      _: 'userFull',
      id: user.id,
      settings: { _: 'peerSettings' },
      notify_settings: { _: 'peerNotifySettings' },
      common_chats_count: 0,
    },
    chats: [],
    users: [user.row],
  };
};

function findUser(call: Call, input: TlObject): { readonly id: number; readonly row: TlObject } | null {
  const { cloud } = call;
  const viewer = accountOf(call);
  if (input._ === 'inputUserSelf') return { id: viewer.id, row: userRow(cloud, viewer, viewer) };
  if (input._ !== 'inputUser') return null;
  const id = Number(longField(input, 'user_id'));
  if (longField(input, 'access_hash') !== cloud.accounts.accessHash(viewer, id) && id !== viewer.id)
    return null;
  if (id === serviceUserId) return { id, row: serviceUserRow(cloud, viewer) };
  const user: Account | undefined = cloud.accounts.byId(id);
  return user === undefined ? null : { id, row: userRow(cloud, user, viewer) };
}

export const userMethods: Readonly<Record<string, Method>> = {
  'users.getUsers': getUsers,
  'users.getFullUser': getFullUser,
};
