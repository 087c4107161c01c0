import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ClientToServerEvents, ServerToClientEvents } from '@beatwatch/live-protocol';
import { demoSession, SessionTokens } from '@beatwatch/service-kit/session';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

interface State {
  readonly rssBytes: number;
  readonly clients: number;
  readonly cut: Readonly<Record<string, number>>;
}

const tokens = new SessionTokens('s'.repeat(32));
const token = (): Promise<string> => tokens.forSocket(demoSession());

const mebibyte = 1_048_576;
let child: ChildProcess;
let port = 0;
const open: { close(): void }[] = [];

beforeAll(async () => {
  const entry = fileURLToPath(new URL('loaded-gateway-for-tests.ts', import.meta.url));
  child = fork(entry, { execArgv: ['--expose-gc', '--import', import.meta.resolve('tsx')] });
  const [message] = (await once(child, 'message')) as [{ readonly port: number }];
  ({ port } = message);
  // Until the last seconds of every patient are full.
  await delay(11_000);
});
afterAll(() => child.kill('SIGKILL'));
afterEach(() => {
  for (const client of open.splice(0)) client.close();
});

async function state(): Promise<State> {
  const response = once(child, 'message');
  child.send('state');
  const [message] = (await response) as [State];
  return message;
}

/** A page as it should be: confirms everything, and knows whether it has missed a tick. */
async function goodClient(): Promise<{ readonly ticks: number[]; readonly socket: Socket }> {
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    forceNew: true,
    auth: { token: await token() },
  });
  const ticks: number[] = [];
  open.push(socket);
  socket.on('snapshot', ({ number }) => {
    ticks.push(number);
    socket.emit('seen', number);
  });
  socket.on('tick', ({ number }) => {
    newestTick = number;
    ticks.push(number);
    socket.emit('seen', number);
  });
  expect(await socket.emitWithAck('subscribe', 'all')).toEqual({ ok: true });
  await expect.poll(() => ticks.length).toBeGreaterThan(1);
  return { ticks, socket };
}

/** The first message that begins with `start`. @throws where the gateway ends the connection instead */
const received = (socket: WebSocket, start: string): Promise<string> =>
  new Promise((resolve, reject) => {
    socket.on('message', (data: Buffer) => {
      if (data.toString().startsWith(start)) resolve(data.toString());
    });
    socket.once('close', () => {
      reject(new Error('closed'));
    });
  });

/** Of the good client: a hostile one could guess it from the time. */
let newestTick = 0;

interface Hostile {
  readonly send: (text: string) => void;
  readonly gone: () => boolean;
}

/** Speaks the protocol by hand, confirms every tick blindly where asked to, and never reads. */
async function hostileClient(): Promise<Hostile> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
  let gone = false;
  socket.on('close', () => (gone = true));
  socket.on('error', () => (gone = true));
  open.push({
    close: () => {
      socket.terminate();
    },
  });
  await received(socket, '0');
  const admitted = received(socket, '40');
  socket.send(`40${JSON.stringify({ token: await token() })}`);
  await admitted;
  socket.pause();
  return {
    gone: () => gone,
    send: (text) => {
      if (socket.readyState !== WebSocket.OPEN || socket.bufferedAmount > mebibyte) return;
      socket.send(text, (error) => {
        if (error) gone = true;
      });
    },
  };
}

/** Sends what `message` makes, at an interval, until the gateway cuts it or the time is over. */
async function repeat(
  client: Hostile,
  message: (round: number) => readonly string[],
  { everyMs, forMs }: { readonly everyMs: number; readonly forMs: number },
): Promise<void> {
  const endMs = performance.now() + forMs;
  for (let round = 0; performance.now() < endMs && !client.gone(); round += 1) {
    for (const text of message(round)) client.send(text);
    await delay(everyMs);
  }
}

const subscribe = (room: string): string => `42${JSON.stringify(['subscribe', room])}`;
const event = (...values: unknown[]): string => `42${JSON.stringify(values)}`;

/** Runs the attack beside a good client; checks that this gets every tick and that memory stays. */
async function under(attack: () => Promise<unknown>, cutReasons: readonly string[]): Promise<State> {
  const good = await goodClient();
  await delay(3000);
  const before = await state();
  let peakBytes = 0;
  const watch = setInterval(() => {
    void state().then(({ rssBytes }) => (peakBytes = Math.max(peakBytes, rssBytes)));
  }, 500);
  await attack();
  clearInterval(watch);
  await delay(500);
  const after = await state();
  const seen = [...good.ticks];
  expect(seen).toEqual(Array.from(seen, (_, index) => (seen[0] ?? 0) + index));
  const grownMib = (Math.max(peakBytes, after.rssBytes) - before.rssBytes) / mebibyte;
  console.log(
    `grown by ${grownMib.toFixed(0)} MiB from ${(before.rssBytes / mebibyte).toFixed(0)}`,
    after.cut,
  );
  expect(grownMib).toBeLessThan(50);
  for (const reason of cutReasons) expect(after.cut[reason] ?? 0).toBeGreaterThan(before.cut[reason] ?? 0);
  return after;
}

/** Confirmations of ticks that were sent, though nobody read them. */
const guesses = (): string[] => [0, 1, 2, 4, 8].map((late) => event('seen', newestTick - late));

const seconds = (forSeconds: number, everyMs = 50): { readonly everyMs: number; readonly forMs: number } => ({
  everyMs,
  forMs: forSeconds * 1000,
});

describe('beside a client that gets every tick, memory stays while another one', () => {
  it('never reads, asks for snapshots again and again and confirms blindly', async () => {
    await under(async () => {
      const bad = await hostileClient();
      const asks = (): string[] => [subscribe('all'), ...guesses(), '3'];
      await repeat(bad, asks, seconds(30, 100));
    }, ['reads-nothing']);
  });

  it('never reads and asks for replies, with commands and echoes', async () => {
    await under(async () => {
      const bad = await hostileClient();
      const asks = (round: number): string[] => [
        `42${round}["echo"]`,
        `42${round}["acknowledge",{"alarmId":"${'x'.repeat(150)}"}]`,
        `42${round}["setThreshold",{"patientId":"p1","value":${round}}]`,
      ];
      await repeat(bad, asks, seconds(10));
    }, []);
  });

  it('sends without end', async () => {
    await under(async () => {
      const flooders = await Promise.all([hostileClient(), hostileClient(), hostileClient()]);
      const kinds = [
        event('echo'),
        `42${JSON.stringify(['subscribe', `ward:${'w'.repeat(9000)}`])}`,
        '451-["seen"]',
      ];
      const flood = flooders.map((bad, index) =>
        repeat(bad, () => Array.from({ length: 200 }, () => kinds[index] ?? ''), seconds(8, 5)),
      );
      await Promise.all(flood);
    }, ['flood']);
  });

  it('sends more than a request may hold, or says hello twice', async () => {
    await under(async () => {
      const hello = `40${JSON.stringify({ token: await token() })}`;
      const [large, twice] = [await hostileClient(), await hostileClient()];
      large.send(event('subscribe', 'x'.repeat(mebibyte)));
      await repeat(twice, () => [hello, hello], seconds(3));
      await repeat(large, () => [event('echo')], seconds(3));
      await expect.poll(async () => (await state()).clients).toBe(1);
    }, []);
  });

  it('opens as many sockets as it can, none of which reads', async () => {
    await under(async () => {
      const sockets = await Promise.allSettled(Array.from({ length: 250 }, () => hostileClient()));
      const bad = sockets.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      // One address may hold 200 connections; the good client has one of them.
      expect(bad.length).toBeLessThan(200);
      await Promise.all(
        bad.map((client) => repeat(client, () => [subscribe('all'), ...guesses()], seconds(12, 200))),
      );
    }, []);
  });
});
