'use client';

import type { RequestResult, Room } from '@beatwatch/live-protocol';
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
import { connectLive, type LiveCommands, type LiveConnection } from './connect.ts';
import { LiveFeed, type FeedView } from './live-feed.ts';

/** Where the browser finds the gateway: at `url` (`same-origin`: under the page's own), by default at `port` on the host of the page. */
export interface GatewayAddress {
  readonly url?: string;
  readonly port: number;
}

interface Live extends LiveCommands {
  readonly feed: LiveFeed;
  readonly engine: StripEngine | undefined;
  /** Tells the gateway the user's new name once it is saved. */
  readonly identify: (saved: Promise<unknown>) => void;
}

const LiveContext = createContext<Live | undefined>(undefined);

/** Connects to the gateway, once for all components below. */
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
    const ownOrigin = `${protocol}//${hostname}:${gateway.port}`;
    const address = gateway.url === 'same-origin' ? window.location.origin : (gateway.url ?? ownOrigin);
    const live = connectLive(feed, address, room);
    connection.current = live;
    return () => {
      live.close();
    };
  }, [feed, gateway.url, gateway.port, room]);

  const commands = useMemo((): LiveCommands => {
    const send = (command: (live: LiveConnection) => Promise<RequestResult>): Promise<RequestResult> =>
      connection.current === undefined
        ? Promise.resolve({ ok: false, message: 'Not connected yet.' })
        : command(connection.current);
    return {
      acknowledge: (alarmId) => send((live) => live.acknowledge(alarmId)),
      label: (request) => send((live) => live.label(request)),
      setThreshold: (request) => send((live) => live.setThreshold(request)),
    };
  }, []);
  const identify = useCallback((saved: Promise<unknown>) => {
    // What is refused is shown beside the name.
    saved.catch(() => undefined);
    connection.current?.identify(saved);
  }, []);
  const live = useMemo(() => ({ feed, engine, identify, ...commands }), [feed, engine, identify, commands]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

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
