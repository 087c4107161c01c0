import type { AlarmId } from '@beatwatch/contracts';
import type { Answer, ClientToServerEvents, Room, ServerToClientEvents } from '@beatwatch/live-protocol';
import { io, type Socket } from 'socket.io-client';
import type { LiveFeed } from './live-feed.ts';

export interface LiveConnection {
  acknowledge(alarmId: AlarmId): Promise<Answer>;
  close(): void;
}

const refreshMs = 500;
const echoMs = 2000;

/** Feeds a page from the gateway until it is closed; reconnects by itself. */
export function connectLive(feed: LiveFeed, gatewayUrl: string, room: Room): LiveConnection {
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(gatewayUrl, {
    transports: ['websocket'],
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

  return {
    acknowledge: (alarmId) =>
      socket.connected
        ? new Promise((resolve) => {
            socket.timeout(5000).emit('acknowledge', { alarmId }, (error: unknown, answer: Answer) => {
              resolve(error ? { ok: false, message: 'Not acknowledged: no answer. Try again.' } : answer);
            });
          })
        : Promise.resolve({ ok: false, message: 'Not acknowledged: no connection to the gateway.' }),
    close: () => {
      for (const timer of timers) clearInterval(timer);
      socket.close();
    },
  };
}
