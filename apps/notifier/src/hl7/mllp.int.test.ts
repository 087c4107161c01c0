import { createServer, type Server as TcpServer, type Socket } from 'node:net';
import { Server } from 'node-hl7-server';
import getPort from 'get-port';
import { describe, expect, it, onTestFinished } from 'vitest';
import { alarmChangeOf } from '../change/alarm-change.ts';
import { receiversOf } from '../receivers/read-receivers.ts';
import type { Sender } from '../outgoing-change.ts';
import { senderOf } from '../sender.ts';
import { alarmEvent } from '../test-changes.ts';

function sender(port: number, fields: object = {}): Sender {
  const file = { receivers: [{ name: 'am', type: 'hl7', host: '127.0.0.1', port, timeoutS: 2, ...fields }] };
  const made = senderOf(receiversOf(file, 'receivers.json')[0]!);
  onTestFinished(() => {
    made.close();
  });
  return made;
}

const never = new AbortController().signal;
const outgoing = (id: string, bed = '3') => ({
  id,
  change: alarmChangeOf(alarmEvent(), { ward: 'Süd', bed }),
  patientName: undefined,
  nowMs: Date.now(),
});

/** A receiver that answers each frame with what the test says. */
async function rawReceiver(
  reply: (message: string, socket: Socket) => void,
): Promise<{ server: TcpServer; port: number }> {
  const server = createServer((socket) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (piece) => {
      text += String(piece);
      for (let end = text.indexOf('\u001c\r'); end >= 0; end = text.indexOf('\u001c\r')) {
        reply(text.slice(1, end), socket);
        text = text.slice(end + 2);
      }
    });
    socket.on('error', () => undefined);
  });
  const port = await getPort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { server, port };
}
const ack = (code: string, id: string): string =>
  `\u000bMSH|^~\\&|AM||||||ACK|1|P|2.6\rMSA|${code}|${id}\r\u001c\r`;
const idOf = (message: string): string => message.split('|')[9] ?? '';

describe('ORU^R40 over MLLP', () => {
  it('is taken, and refused, by a receiver of another make', async () => {
    const port = await getPort();
    const received: string[] = [];
    const inbound = new Server({ bindAddress: '127.0.0.1' }).createInbound({ port }, (request, response) => {
      const message = request.getMessage();
      received.push(`${message.get('OBR.3.1').toString()} ${message.get('PV1.3.1').toString()}`);
      void response.sendResponse(message.get('PV1.3.3').toString() === '3' ? 'AA' : 'AR');
    });
    onTestFinished(async () => {
      await inbound.close();
    });
    await new Promise<void>((resolve) => inbound.on('listen', resolve));
    // It takes one message on a connection.
    expect(await sender(port).send(outgoing('a'), never)).toEqual({ is: 'delivered' });
    expect(await sender(port).send(outgoing('b', '4'), never)).toEqual({
      is: 'refused',
      reason: 'AR, application reject',
    });
    expect(received).toEqual(Array(2).fill('p-1/asystole/1764000000000000 Süd'));
  });

  it('keeps one connection, and makes another after it was closed', async () => {
    const sockets = new Set<Socket>();
    const { port } = await rawReceiver((message, socket) => {
      sockets.add(socket);
      // In pieces, as networks may have it.
      const reply = ack('AA', idOf(message));
      socket.write(reply.slice(0, 9));
      setTimeout(() => socket.write(reply.slice(9)), 20);
    });
    const to = sender(port);
    for (const id of ['a', 'b', 'c']) expect(await to.send(outgoing(id), never)).toEqual({ is: 'delivered' });
    expect(sockets.size).toBe(1);
    for (const socket of sockets) socket.destroy();
    await expect.poll(async () => (await to.send(outgoing('d'), never)).is).toBe('delivered');
    expect(sockets.size).toBe(2);
  });

  it('is unavailable without a reply, with a wrong one, or without a receiver, and never mistakes a late reply', async () => {
    let late: (() => void) | undefined;
    const { port, server } = await rawReceiver((message, socket) => {
      const id = idOf(message);
      if (id === 'late') late = () => socket.write(ack('AA', id));
      else if (id === 'other') socket.write(ack('AA', 'another'));
      else socket.write(ack('AA', id));
    });
    const to = sender(port, { timeoutS: 1 });
    expect(await to.send(outgoing('late'), never)).toEqual({
      is: 'unavailable',
      reason: 'no reply within 1 s',
    });
    late?.();
    expect(await to.send(outgoing('other'), never)).toMatchObject({ is: 'unavailable' });
    expect(await to.send(outgoing('next'), never)).toEqual({ is: 'delivered' });
    to.close();
    server.close();
    await expect
      .poll(() => to.send(outgoing('gone'), never))
      .toMatchObject({ is: 'unavailable', reason: expect.stringContaining('ECONNREFUSED') as string });
  });
});
