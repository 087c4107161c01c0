import { topics } from '@beatwatch/contracts';
import { buildGateway } from '@beatwatch/gateway';
import type { Snapshot, Tick } from '@beatwatch/live-protocol';
import { createLogger } from '@beatwatch/service-kit';
import { allows, SessionTokens, type Session } from '@beatwatch/service-kit/session';
import { createInProcessStream, type MessageStream } from '@beatwatch/stream';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventRights } from '../../apps/gateway/src/event-rights.ts';
import { refused as refusedWith } from '../../apps/gateway/src/refusals.ts';
import { packet, patient } from '../../apps/gateway/src/test-messages.ts';
import { ownWard, personas } from './personas.ts';

const secret = 's'.repeat(32);
const tokens = new SessionTokens(secret);
const p1 = patient('p1');

describe('the messages of the socket', () => {
  let stream: MessageStream;
  let gateway: ReturnType<typeof buildGateway>;

  beforeAll(async () => {
    stream = createInProcessStream();
    gateway = buildGateway({
      stream,
      logger: createLogger('gateway', 'silent'),
      secret,
      port: 0,
      tickMs: 20,
      patients: () => Promise.resolve([{ patientId: p1, ward: ownWard }]),
    });
    await gateway.start();
    const producer = await stream.producer();
    await producer.send(topics.packets, [{ key: 'p1', value: packet(p1, 0) }]);
  });
  afterAll(async () => {
    await gateway.stop();
    await stream.stop();
  });

  const connect = async (session: Session | undefined): Promise<Socket> =>
    io(`http://127.0.0.1:${gateway.port}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: { token: session === undefined ? '' : await tokens.forSocket(session) },
    });
  const signedIn = Object.entries(personas).filter(
    (entry): entry is [string, Session] => entry[1] !== undefined,
  );

  it('are of nobody without a session', async () => {
    const socket = await connect(undefined);
    const refused = await new Promise<Error>((resolve) => socket.once('connect_error', resolve));
    expect(refused).toMatchObject({
      message: expect.stringContaining('Expected a token') as string,
      data: { code: 'no-token' },
    });
    socket.disconnect();
  });

  it.each(signedIn)('do for %s what the right allows, and nothing else', async (_, session) => {
    const socket = await connect(session);
    for (const [event, right] of [...Object.entries(eventRights), ['nonsense', undefined] as const]) {
      const replies: unknown[] = [];
      socket.emit(event, {}, (reply: unknown) => replies.push(reply));
      // Refused at once: before this one.
      await socket.emitWithAck('echo');
      const refusal = refusedWith({ code: 'role-needed' });
      if (right !== undefined && allows(session, right)) expect(replies, event).not.toContainEqual(refusal);
      else expect(replies, event).toEqual([refusal]);
    }
    socket.disconnect();
  });

  it.each(signedIn)('are of the patients that %s may see', async (_, session) => {
    const socket = await connect(session);
    const shown = new Set<string>();
    socket.on('tick', ({ number }: Tick) => socket.emit('seen', number));
    socket.on('snapshot', ({ number, patients }: Snapshot) => {
      for (const { patientId: id } of patients) shown.add(id);
      socket.emit('seen', number);
    });
    const mayActOn = session.wards?.includes(ownWard) !== false;
    const refusal = refusedWith({ code: 'other-ward' });
    const room = (name: string): Promise<unknown> => socket.emitWithAck('subscribe', name);
    await expect
      .poll(() => room(`patient:${p1}`), { interval: 600 })
      .toEqual(mayActOn ? { ok: true } : refusal);
    expect(await room(`ward:${ownWard}`)).toEqual(mayActOn ? { ok: true } : refusal);
    if (allows(session, 'act')) {
      const threshold: unknown = await socket.emitWithAck('setThreshold', { patientId: p1 });
      expect(threshold).toEqual(mayActOn ? { ok: true } : refusal);
    }
    const snapshot = new Promise((resolve) => socket.once('snapshot', resolve));
    socket.emit('subscribe', 'all', () => undefined);
    await snapshot;
    expect([...shown]).toEqual(mayActOn ? ['p1'] : []);
    socket.disconnect();
  });
});
