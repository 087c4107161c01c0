import type { AlarmId } from '@beatwatch/contracts';
import type {
  Answer,
  ClientToServerEvents,
  Handshake,
  LabelRequest,
  Room,
  ServerToClientEvents,
  ThresholdRequest,
} from '@beatwatch/live-protocol';
import { io, type Socket } from 'socket.io-client';
import type { LiveFeed } from './live-feed.ts';

/** What a person may ask for; carried out by the scorer, as a change of the alarm or the next score shows. */
export interface LiveCommands {
  readonly acknowledge: (alarmId: AlarmId) => Promise<Answer>;
  readonly label: (request: LabelRequest) => Promise<Answer>;
  readonly setThreshold: (request: ThresholdRequest) => Promise<Answer>;
}

export interface LiveConnection extends LiveCommands {
  close(): void;
}

const refreshMs = 500;
const echoMs = 2000;
const answerMs = 5000;

/** Feeds a page from the gateway until it is closed; reconnects by itself. */
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
  const live = (roundTripMs: number | undefined): void => {
    feed.setConnection({ state: 'live', roundTripMs, skippedTicks });
  };

  socket.on('connect', () => {
    live(undefined);
    socket.emit('watch', room, (answer) => {
      if (!answer.ok) feed.setConnection({ state: 'lost', reason: answer.message });
    });
    measure();
  });
  socket.on('disconnect', () => {
    feed.setConnection({ state: 'lost', reason: 'The connection to the gateway broke.' });
  });
  socket.on('connect_error', () => {
    feed.setConnection({ state: 'lost', reason: `The gateway at ${gatewayUrl} does not answer.` });
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
      live(performance.now() - sentMs);
    });
  };
  const timers = [
    setInterval(() => {
      feed.refresh();
    }, refreshMs),
    setInterval(measure, echoMs),
  ];

  const asked = (
    emit: (live: ReturnType<typeof socket.timeout>, answer: (error: unknown, answer: Answer) => void) => void,
  ): Promise<Answer> =>
    socket.connected
      ? new Promise((resolve) => {
          emit(socket.timeout(answerMs), (error, answer) => {
            resolve(error ? { ok: false, message: 'Not done: no answer. Try again.' } : answer);
          });
        })
      : Promise.resolve({ ok: false, message: 'Not done: no connection to the gateway.' });

  return {
    acknowledge: (alarmId) => asked((live, answer) => live.emit('acknowledge', { alarmId }, answer)),
    label: (request) => asked((live, answer) => live.emit('label', request, answer)),
    setThreshold: (request) => asked((live, answer) => live.emit('setThreshold', request, answer)),
    close: () => {
      for (const timer of timers) clearInterval(timer);
      socket.close();
    },
  };
}
