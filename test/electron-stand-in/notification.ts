import { EventEmitter } from 'node:events';
import type { Notification, NotificationConstructorOptions } from 'electron';

/** A notification that nobody sees: https://electronjs.org/docs/api/notification */
export class StandInNotification
  extends EventEmitter
  implements Pick<Notification, 'title' | 'body' | 'show' | 'close'>
{
  static isSupported(): boolean {
    return true;
  }

  title: string;
  body: string;

  constructor({ title = '', body = '' }: NotificationConstructorOptions = {}) {
    super();
    this.title = title;
    this.body = body;
  }

  show(): void {
    this.emit('show');
  }

  close(): void {
    this.emit('close', { reason: 'applicationHidden' });
  }
}

StandInNotification satisfies Pick<typeof Notification, 'isSupported'>;
