import { Notification, type NotificationConstructorOptions } from 'electron';
import type { ScreenName } from '../../shared/contract.ts';
import type { AttentionCause } from '../../shared/snapshot.ts';
import type { Log } from '../ports/log.ts';
import type { EventFeed } from '../service/publisher.ts';
import { type Notice, newsOf, nothingTold, noticesFor } from './notices.ts';

export interface NotificationOptions {
  readonly events: EventFeed;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Opens the window at the screen that mends the cause. */
  readonly lead: (screen: ScreenName) => void;
  /** Shows the window, whose Now screen has every alarm, without getting into the way of who is at work. */
  readonly showInApp: () => void;
}

export interface Notifications {
  /** Says something once that is no alarm; a click opens the screen. Resolves with whether it was shown. */
  tell(title: string, body: string, screen?: ScreenName): Promise<boolean>;
  close(): void;
}

/**
 * Tells the person by the system's notifications what only a person can mend. Where the system refuses (an
 * unsigned application on macOS, no notification service on Linux) the log says so, and an alarm brings the
 * window up; the tray shows the cause in any case.
 */
export function createNotifications({ events, log, lead, showInApp }: NotificationOptions): Notifications {
  // A notification that nothing refers to is collected, and its click is never heard.
  const alarms = new Map<AttentionCause, Notification>();
  const remarks = new Set<Notification>();
  let told = nothingTold;
  const since = events.current().at;
  let toldAlertId = 0;

  function notificationFor(
    options: NotificationConstructorOptions,
    screen: ScreenName,
    onFailed: () => void,
  ): Notification | null {
    if (!Notification.isSupported()) {
      log.warn(`Not shown, because this system takes no notifications: ${options.body}`);
      onFailed();
      return null;
    }
    const notification = new Notification(options);
    notification.on('click', () => lead(screen));
    notification.on('failed', (_event, error) => {
      log.warn(`The system did not show a notification (${error}): ${options.body}`);
      onFailed();
    });
    return notification;
  }

  function tell(title: string, body: string, screen: ScreenName = 'now'): Promise<boolean> {
    const shown = Promise.withResolvers<boolean>();
    const notification = notificationFor({ title, body }, screen, () => shown.resolve(false));
    if (notification !== null) {
      remarks.add(notification);
      notification.on('show', () => shown.resolve(true));
      notification.on('failed', () => remarks.delete(notification));
      notification.on('close', () => remarks.delete(notification));
      notification.show();
    }
    return shown.promise;
  }

  function carryOut(notice: Notice): void {
    switch (notice.kind) {
      case 'raise': {
        log.info(`Notification: ${notice.title}. ${notice.body}`);
        const { cause, title, body, screen } = notice;
        const alarm = notificationFor(
          { title, body, urgency: 'critical', timeoutType: 'never' },
          screen,
          showInApp,
        );
        if (alarm === null) break;
        alarms.set(cause, alarm);
        alarm.show();
        break;
      }
      case 'clear':
        alarms.get(notice.cause)?.close();
        alarms.delete(notice.cause);
        break;
      case 'recovered':
        void tell(notice.title, notice.body);
        break;
    }
  }

  function follow(): void {
    const step = noticesFor(told, events.current());
    told = step.told;
    for (const notice of step.notices) carryOut(notice);
    const { toldId, news } = newsOf({ toldId: toldAlertId, since }, events.current());
    toldAlertId = toldId;
    if (news !== null) void tell(news.title, news.body, 'alerts');
  }

  const unsubscribe = events.on((message) => {
    if (message.event === 'snapshot') follow();
  });
  follow();

  return {
    tell,
    close() {
      unsubscribe();
      for (const alarm of alarms.values()) alarm.close();
    },
  };
}
