'use client';

import type { RequestResult, Room } from '@beatwatch/live-protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { leadChoicesFor } from '../leads/chosen-leads.ts';
import { useChosenLeads, useShowsAllLeads } from '../leads/use-chosen-leads.ts';
import { MonitoringBand } from '../shell/monitoring-band.tsx';
import { VersionBand } from '../shell/version-band.tsx';
import { StartBand } from '../sound/start-band.tsx';
import { StripEngine } from '../strip/strip-engine.ts';
import { pageTexts } from '../texts/page-texts.ts';
import { connectLive, type LiveCommands, type LiveConnection } from './connect.ts';
import { LiveContext } from './live-context.ts';
import { LiveFeed } from './live-feed.ts';

/** Where the browser finds the gateway: at `url` (`same-origin`: under the page's own), by default at `port` on the host of the page. */
export interface GatewayAddress {
  readonly url?: string;
  readonly port: number;
}

/** Connects to the gateway, once for all components below, with the band that says when nobody is watched. */
export function LiveProvider(props: {
  readonly gateway: GatewayAddress;
  /** Days without a signal after which a patient is no longer shown. */
  readonly quietDays: number;
  readonly buildId: string;
  readonly room: Room;
  readonly children: ReactNode;
}): ReactNode {
  const { gateway, quietDays, buildId, room, children } = props;
  const [feed] = useState(() => new LiveFeed(() => performance.now(), quietDays));
  const [engine, setEngine] = useState<StripEngine>();
  const connection = useRef<LiveConnection>(undefined);

  useEffect(() => {
    setEngine(new StripEngine());
  }, []);

  const queries = useQueryClient();
  useEffect(() => {
    feed.onAdmission(() => {
      // The scorer stores it meanwhile.
      for (const afterMs of [1000, 4000])
        setTimeout(() => void queries.invalidateQueries({ queryKey: ['patients'] }), afterMs);
    });
  }, [feed, queries]);

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

  const chosenLeads = useChosenLeads();
  const [showsAll] = useShowsAllLeads();
  useEffect(() => {
    feed.chosenLeads = chosenLeads;
    connection.current?.chooseLeads(leadChoicesFor(room, chosenLeads, showsAll));
  }, [feed, room, chosenLeads, showsAll]);

  const commands = useMemo((): LiveCommands => {
    const send = (command: (live: LiveConnection) => Promise<RequestResult>): Promise<RequestResult> =>
      connection.current === undefined
        ? Promise.resolve({ ok: false, message: pageTexts().shell.errors.notConnected })
        : command(connection.current);
    return {
      acknowledge: (alarmId) => send((live) => live.acknowledge(alarmId)),
      label: (request) => send((live) => live.label(request)),
      setThreshold: (request) => send((live) => live.setThreshold(request)),
      setLimits: (request) => send((live) => live.setLimits(request)),
      silence: (request) => send((live) => live.silence(request)),
      endSilence: (silenceId) => send((live) => live.endSilence(silenceId)),
      admission: (request) => send((live) => live.admission(request)),
    };
  }, []);
  const identify = useCallback((saved: Promise<unknown>) => {
    // What is refused is shown beside the name.
    saved.catch(() => undefined);
    connection.current?.identify(saved);
  }, []);
  const live = useMemo(() => ({ feed, engine, identify, ...commands }), [feed, engine, identify, commands]);
  return (
    <LiveContext value={live}>
      <MonitoringBand />
      <StartBand />
      <VersionBand buildId={buildId} />
      {children}
    </LiveContext>
  );
}
