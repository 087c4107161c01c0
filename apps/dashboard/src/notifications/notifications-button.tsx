import type { ReactNode } from 'react';
import { useIsClient } from '../shell/use-is-client.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { useNotifications } from './use-notifications.ts';

/** Has alarms shown outside the window while it is hidden; names stay out where they are hidden. */
export function NotificationsButton(): ReactNode {
  const t = useTexts();
  const { mode, toggle } = useNotifications();
  if (!useIsClient()) return undefined;
  return (
    <button
      aria-pressed={mode === 'on'}
      data-testid="notifications"
      disabled={mode === 'impossible' || mode === 'refused'}
      onClick={toggle}
    >
      {t.shell.notifications[mode]}
    </button>
  );
}
