import { useState } from 'react';
import { useRemembered } from '../shell/remembered.ts';

/** `impossible`: the browser has none, or not at an address without HTTPS. `refused`: the user or the browser said no. */
export type NotificationMode = 'impossible' | 'refused' | 'off' | 'on';

/** Whether this browser shows alarms outside its windows, and what changes that; asks for permission within the press. */
export function useNotifications(): { readonly mode: NotificationMode; readonly toggle: () => void } {
  const [choice, setChoice] = useRemembered('notifications');
  // The browser does not say when its permission changes: what it said last is read anew with each press.
  const [, setPressed] = useState(0);
  const mode = modeOf(choice);
  return {
    mode,
    toggle: () => {
      if (mode === 'impossible') return;
      if (mode === 'on') {
        setChoice('off');
        return;
      }
      void Notification.requestPermission().then((permission) => {
        setPressed((count) => count + 1);
        if (permission === 'granted') setChoice('on');
      });
    },
  };
}

function modeOf(choice: string | undefined): NotificationMode {
  if (typeof window === 'undefined' || !('Notification' in window) || !window.isSecureContext)
    return 'impossible';
  if (Notification.permission === 'denied') return 'refused';
  return choice === 'on' && Notification.permission === 'granted' ? 'on' : 'off';
}
