import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webhookBodySchema } from './webhook/webhook-body.ts';
import type { z } from 'zod';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: z.output<typeof webhookBodySchema>;
}

/** What the receiver answers: a status, one with a `Location`, or nothing at all. */
type Reply = number | { readonly location: string } | 'nothing';

/** A receiver of webhooks that a test can make fail. */
export class TestReceiver {
  readonly #server: Server;
  readonly received: Received[] = [];
  /** By default it takes everything. */
  reply: (received: Received) => Reply = () => 204;

  constructor() {
    this.#server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const text = Buffer.concat(pieces).toString();
        const received = { headers: request.headers, text, body: webhookBodySchema.parse(JSON.parse(text)) };
        this.received.push(received);
        const reply = this.reply(received);
        if (reply === 'nothing') return;
        if (typeof reply === 'number') response.writeHead(reply).end();
        else response.writeHead(307, { location: reply.location }).end();
      });
    });
  }

  async start(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/alarms`;
  }

  /** Patients and changes, in the order of their arrival. */
  get told(): string[] {
    return this.received.map(
      ({ body: { data } }) => `${data.patient.id} ${data.change} ${data.alarm.changeNumber}`,
    );
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
