import { useSyncExternalStore } from 'react';

// Held by the page, not stored: after a reload a browser is mute until something is pressed, and the button has to say so.
let enabled = false;
const listeners = new Set<() => void>();

function setSound(next: boolean): void {
  enabled = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether alarms may sound, for all pages of this window. */
export function useSound(): { readonly enabled: boolean; readonly setSound: (next: boolean) => void } {
  const current = useSyncExternalStore(
    subscribe,
    () => enabled,
    () => false,
  );
  return { enabled: current, setSound };
}
