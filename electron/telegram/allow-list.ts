import type { Api } from 'telegram';

/**
 * Every method this app may ever send, by the client library's class names: reading, and what a sign-in and a
 * sign-out need. Nothing here marks as read, joins, writes or is seen by anyone.
 */
export const allowedMethods: ReadonlySet<string> = new Set([
  'help.GetConfig',
  'auth.SendCode',
  'auth.SignIn',
  'auth.CheckPassword',
  'auth.ExportLoginToken',
  'auth.ImportLoginToken',
  'auth.LogOut',
  'account.GetPassword',
  'users.GetUsers',
  'messages.GetDialogs',
  'messages.GetPeerDialogs',
  'messages.GetHistory',
  'messages.GetMessagesViews',
  'messages.CheckChatInvite',
  'channels.GetChannels',
  'channels.GetFullChannel',
  'channels.GetMessages',
  'contacts.ResolveUsername',
  'updates.GetState',
  'updates.GetDifference',
  'updates.GetChannelDifference',
  'upload.GetFile',
]);

/**
 * Throws when the request is not on the allow-list: a programming error, whoever built it. `getMessagesViews`
 * with `increment` is refused too, since it raises the counters it reads.
 */
export function assertReadOnly(request: Pick<Api.AnyRequest, 'className'>): void {
  if (!allowedMethods.has(request.className)) {
    throw new Error(`Tidings only reads: ${request.className} is not on its list of methods.`);
  }
  if ('increment' in request && request.increment === true) {
    throw new Error(`Tidings only reads: ${request.className} would raise the view counters.`);
  }
}

/** A method as Telegram writes it: `messages.getHistory` for the library's `messages.GetHistory`. */
export function telegramName(className: string): string {
  const start = className.lastIndexOf('.') + 1;
  return className.slice(0, start) + className.charAt(start).toLowerCase() + className.slice(start + 1);
}
