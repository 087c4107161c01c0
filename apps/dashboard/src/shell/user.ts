import { useSyncExternalStore } from 'react';

const storageKey = 'beatwatch.userName';
const changed = 'beatwatch:user-name';
/** What the gateway takes. */
export const longestName = 80;

/** Who acts at this screen, as they wrote themselves; empty: nobody said. There is no sign-in behind it. */
function currentUserName(): string {
  try {
    return localStorage.getItem(storageKey) ?? '';
  } catch {
    return '';
  }
}

export function setUserName(name: string): void {
  try {
    localStorage.setItem(storageKey, name.trim().slice(0, longestName));
  } catch {
    // Storage is closed to this page: acts stay those of `staff`.
  }
  window.dispatchEvent(new Event(changed));
}

export function useUserName(): string {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener(changed, listener);
      return () => {
        window.removeEventListener(changed, listener);
      };
    },
    currentUserName,
    () => '',
  );
}
