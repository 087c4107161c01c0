import type { AlarmId } from '@beatwatch/contracts';
import type {
  ClientToServerEvents,
  Handshake,
  LabelRequest,
  RequestResult,
  Room,
  ServerToClientEvents,
  ThresholdRequest,
} from '@beatwatch/live-protocol';
import { io, type Socket } from 'socket.io-client';
import type { LiveFeed } from './live-feed.ts';

/** Requests of the user. The scorer carries them out: the alarm changes, or the next score has the new threshold. */
export interface LiveCommands {
  readonly acknowledge: (alarmId: AlarmId) => Promise<RequestResult>;
  readonly label: (request: LabelRequest) => Promise<RequestResult>;
  readonly setThreshold: (request: ThresholdRequest) => Promise<RequestResult>;
}

export interface LiveConnection extends LiveCommands {
  close(): void;
}

const refreshMs = 500;
const echoMs = 2000;
const requestTimeoutMs = 5000;

/** Connects a page to the gateway until `close`; reconnects automatically. */
export function connectLive(
  feed: LiveFeed,
  gatewayUrl: string,
  { room, userName }: { readonly room: Room; readonly userName: string },
): LiveConnection {
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(gatewayUrl, {
    transports: ['websocket'],
    auth: userName === '' ? {} : ({ actor: userName } satisfies Handshake),
    reconnectionDelayMax: 3000,
  });
  let skippedTicks = 0;
  const reportLive = (roundTripMs: number | undefined): void => {
    feed.setConnection({ state: 'live', roundTripMs, skippedTicks });
  };

  socket.on('connect', () => {
    reportLive(undefined);
    socket.emit('subscribe', room, (result) => {
      if (!result.ok) feed.setConnection({ state: 'lost', reason: result.message });
    });
    measure();
  });
  socket.on('disconnect', () => {
    feed.setConnection({ state: 'lost', reason: 'The connection to the gateway was lost.' });
  });
  socket.on('connect_error', () => {
    feed.setConnection({ state: 'lost', reason: `The gateway at ${gatewayUrl} does not respond.` });
  });
  socket.on('snapshot', (snapshot) => {
    skippedTicks = snapshot.skippedTicks;
    feed.applySnapshot(snapshot);
  });
  socket.on('tick', (tick) => {
    feed.applyTick(tick);
    socket.emit('seen', tick.number);
  });

  const measure = (): void => {
    if (!socket.connected) return;
    const sentMs = performance.now();
    socket.emit('echo', () => {
      reportLive(performance.now() - sentMs);
    });
  };
  const timers = [
    setInterval(() => {
      feed.refresh();
    }, refreshMs),
    setInterval(measure, echoMs),
  ];

  const request = (
    emit: (
      live: ReturnType<typeof socket.timeout>,
      reply: (error: unknown, result: RequestResult) => void,
    ) => void,
  ): Promise<RequestResult> =>
    socket.connected
      ? new Promise((resolve) => {
          emit(socket.timeout(requestTimeoutMs), (error, result) => {
            resolve(
              error ? { ok: false, message: 'Not done: the gateway did not respond. Try again.' } : result,
            );
          });
        })
      : Promise.resolve({ ok: false, message: 'Not done: no connection to the gateway.' });

  return {
    acknowledge: (alarmId) => request((live, reply) => live.emit('acknowledge', { alarmId }, reply)),
    label: (label) => request((live, reply) => live.emit('label', label, reply)),
    setThreshold: (threshold) => request((live, reply) => live.emit('setThreshold', threshold, reply)),
    close: () => {
      for (const timer of timers) clearInterval(timer);
      socket.close();
    },
  };
}
