import { useSyncExternalStore } from 'react';

const storageKey = 'beatwatch.userName';
const changed = 'beatwatch:user-name';
/** The gateway's limit. */
export const maxNameLength = 80;

/** Name that the user entered; empty before. Not verified: there is no sign-in. */
function currentUserName(): string {
  try {
    return localStorage.getItem(storageKey) ?? '';
  } catch {
    return '';
  }
}

export function setUserName(name: string): void {
  try {
    localStorage.setItem(storageKey, name.trim().slice(0, maxNameLength));
  } catch {
    // Without storage, actions are recorded as those of `staff`.
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
