'use client';

import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import type { StripEngine } from '../strip/strip-engine.ts';
import type { LiveCommands } from './connect.ts';
import type { FeedView, LiveFeed } from './live-feed.ts';

interface Live extends LiveCommands {
  readonly feed: LiveFeed;
  readonly engine: StripEngine | undefined;
  /** Tells the gateway the user's new name once it is saved. */
  readonly identify: (saved: Promise<unknown>) => void;
}

/** Filled by `LiveProvider`. */
export const LiveContext = createContext<Live | undefined>(undefined);

export function useLive(): Live {
  const live = use(LiveContext);
  if (live === undefined) throw new Error('useLive: LiveProvider is missing');
  return live;
}

export function useFeedView(): FeedView {
  const { feed } = useLive();
  return useSyncExternalStore(
    useCallback((listener: () => void) => feed.subscribe(listener), [feed]),
    () => feed.view,
    () => feed.view,
  );
}
