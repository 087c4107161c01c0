import { useCallback, useSyncExternalStore } from 'react';

const prefix = 'beatwatch.';
const listeners = new Set<() => void>();
/** Without storage a choice lasts until the page is closed. */
const ofThisPage = new Map<string, string>();

/** What this browser remembers under a name. */
export function remembered(name: string): string | undefined {
  try {
    return localStorage.getItem(prefix + name) ?? undefined;
  } catch {
    return ofThisPage.get(name);
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    ofThisPage.set(name, value);
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // Sent by the other windows of this browser.
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** A choice that this browser remembers and that its windows share; undefined where none was made. */
export function useRemembered(name: string): readonly [string | undefined, (value: string) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => remembered(name),
    () => undefined,
  );
  return [
    value,
    useCallback(
      (next: string) => {
        remember(name, next);
      },
      [name],
    ),
  ];
}
