import { useSyncExternalStore } from 'react';

const never = (): (() => void) => () => undefined;

/** False while the server renders the page and until the browser has taken it over. */
export const useIsClient = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
