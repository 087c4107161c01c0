'use client';

import type { AlarmId } from '@beatwatch/contracts';
import type { Answer, Room } from '@beatwatch/live-protocol';
import {
  createContext,
  use,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { StripEngine } from '../strip/strip-engine.ts';
import { connectLive, type LiveConnection } from './connect.ts';
import { LiveFeed, type FeedView } from './live-feed.ts';

/** Where the browser finds the gateway: an address, or a port on the host of the page. */
export interface GatewayAddress {
  readonly url?: string;
  readonly port: number;
}

interface Live {
  readonly feed: LiveFeed;
  readonly engine: StripEngine | undefined;
  readonly acknowledge: (alarmId: AlarmId) => Promise<Answer>;
}

const LiveContext = createContext<Live | undefined>(undefined);

/** Keeps one connection to the gateway for everything below it. */
export function LiveProvider(props: {
  readonly gateway: GatewayAddress;
  readonly room: Room;
  readonly children: ReactNode;
}): ReactNode {
  const { gateway, room, children } = props;
  const [feed] = useState(() => new LiveFeed(() => performance.now()));
  const [engine, setEngine] = useState<StripEngine>();
  const connection = useRef<LiveConnection>(undefined);

  useEffect(() => {
    setEngine(new StripEngine());
  }, []);

  useEffect(() => {
    const { protocol, hostname } = window.location;
    const live = connectLive(feed, gateway.url ?? `${protocol}//${hostname}:${gateway.port}`, room);
    connection.current = live;
    return () => {
      live.close();
    };
  }, [feed, gateway.url, gateway.port, room]);

  const acknowledge = useCallback(
    (alarmId: AlarmId) =>
      connection.current?.acknowledge(alarmId) ??
      Promise.resolve({ ok: false as const, message: 'Not connected yet.' }),
    [],
  );
  const live = useMemo(() => ({ feed, engine, acknowledge }), [feed, engine, acknowledge]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = use(LiveContext);
  if (live === undefined) throw new Error('useLive: no LiveProvider above');
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
