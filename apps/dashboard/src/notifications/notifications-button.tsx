import type { ReactNode } from 'react';
import { useIsClient } from '../shell/use-is-client.ts';
import { useNotifications, type NotificationMode } from './use-notifications.ts';

const texts: Readonly<Record<NotificationMode, string>> = {
  off: 'Notify while hidden',
  on: 'Notifies while hidden',
  refused: 'Notifications are refused by this browser',
  impossible: 'No notifications here: they need HTTPS',
};

/** Has alarms shown outside the window while it is hidden; names stay out where they are hidden. */
export function NotificationsButton(): ReactNode {
  const { mode, toggle } = useNotifications();
  if (!useIsClient()) return undefined;
  return (
    <button
      aria-pressed={mode === 'on'}
      data-testid="notifications"
      disabled={mode === 'impossible' || mode === 'refused'}
      onClick={toggle}
    >
      {texts[mode]}
    </button>
  );
}
