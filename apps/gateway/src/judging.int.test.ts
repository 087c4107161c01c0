import {
  encodeProgress,
  encodeSystemNotice,
  topics,
  type Hindrance,
  type JudgingPart,
  type SystemNotice,
} from '@beatwatch/contracts';
import type { Snapshot, Tick } from '@beatwatch/live-protocol';
import { createLogger } from '@beatwatch/service-kit';
import { demoSession, SessionTokens } from '@beatwatch/service-kit/session';
import { createInProcessStream, type MessageStream, type Producer } from '@beatwatch/stream';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildGateway, type Gateway } from './gateway.ts';
import { notice, packet, second } from './test-messages.ts';

/** A ward in small: devices that send, an ingest and a scorer that report, each of which can be stopped. */
class Line {
  readonly #stream: MessageStream;
  readonly #producer: Producer;
  readonly #reached = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #sent = 0;
  readonly patients = ['p1', 'p2'];
  ingestWorks = true;
  scorerWorks = true;
  scorerReports = true;
  hindrance: Hindrance | undefined;

  constructor(stream: MessageStream, producer: Producer) {
    this.#stream = stream;
    this.#producer = producer;
  }

  async start(): Promise<void> {
    await this.#stream.ensureTopics(Object.values(topics));
    await this.#stream.consume({
      groupId: 'ingest and scorer',
      topics: [topics.packets, topics.beats],
      from: 'earliest',
      onBatch: ({ topic, partition, messages }) => {
        const isReached = topic === topics.packets ? this.ingestWorks : this.scorerWorks;
        if (isReached) this.#reached.set(`${topic}/${partition}`, messages.at(-1)!.offset + 1);
        return Promise.resolve();
      },
    });
    this.#timer = setInterval(() => void this.#step(), 200);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #step(): Promise<void> {
    this.#sent += 1;
    for (const id of this.patients) {
      await this.#producer.send(topics.packets, [{ key: id, value: packet(id, this.#sent) }]);
      if (this.ingestWorks)
        await this.#producer.send(topics.beats, [{ key: id, value: second(id, this.#sent) }]);
    }
    await this.#report('ingest', topics.packets);
    if (this.scorerReports) await this.#report('scorer', topics.beats);
  }

  async #report(part: JudgingPart, topic: string): Promise<void> {
    const positions = [...this.#reached].flatMap(([key, nextOffset]) => {
      const [name = '', partition = ''] = key.split('/');
      return name === topic ? [{ topic, partition: Number(partition), nextOffset }] : [];
    });
    const value = encodeProgress({
      part,
      timeUs: Date.now() * 1000,
      positions,
      waitingMs: 0,
      ...(this.hindrance && { hindrance: this.hindrance }),
    });
    await this.#producer.send(topics.progress, [{ key: part, value }]);
  }
}

const secret = 's'.repeat(32);

describe('a gateway that watches over judging', () => {
  let stream: MessageStream;
  let producer: Producer;
  let gateway: Gateway;
  let line: Line;
  let socket: Socket;
  let notices: SystemNotice[];
  let unjudged: readonly string[];
  let databaseIsThere: boolean;

  beforeEach(async () => {
    stream = createInProcessStream();
    producer = await stream.producer();
    databaseIsThere = true;
    gateway = buildGateway({
      stream,
      logger: createLogger('gateway', 'silent'),
      secret,
      port: 0,
      pingDatabase: () => (databaseIsThere ? Promise.resolve() : Promise.reject(new Error('away'))),
    });
    await gateway.start();
    line = new Line(stream, producer);
    await line.start();
    notices = [];
    unjudged = [];
    socket = io(`http://127.0.0.1:${gateway.port}`, {
      transports: ['websocket'],
      forceNew: true,
      auth: { token: await new SessionTokens(secret).forSocket(demoSession()) },
    });
    const apply = ({ notices: changed, unjudged: now }: Snapshot | Tick): void => {
      notices.push(...changed);
      if (now !== undefined) unjudged = now.map(({ patientId }) => patientId);
    };
    socket.on('snapshot', (snapshot: Snapshot) => {
      apply(snapshot);
      socket.emit('seen', snapshot.number);
    });
    socket.on('tick', (tick: Tick) => {
      apply(tick);
      socket.emit('seen', tick.number);
    });
    socket.emit('subscribe', 'all', () => undefined);
    await expect.poll(() => judging().then(({ patients }) => patients), { timeout: 10_000 }).toBe(2);
  });

  afterEach(async () => {
    line.stop();
    socket.disconnect();
    await gateway.stop();
    await stream.stop();
  });

  const judging = async () =>
    (await (await fetch(`http://127.0.0.1:${gateway.port}/judging`)).json()) as {
      patients: number;
      oldestUnjudgedMs: number;
    };
  const readiness = async () => {
    const response = await fetch(`http://127.0.0.1:${gateway.port}/readyz`);
    return { status: response.status, detail: ((await response.json()) as { detail?: string }).detail };
  };
  /** @returns milliseconds until the notice came */
  const untilNotice = async (text: string): Promise<number> => {
    const startedMs = performance.now();
    await expect
      .poll(() => notices.at(-1), { timeout: 15_000, interval: 20 })
      .toMatchObject({ noticeId: 'monitoring-interrupted', state: 'open', text });
    return performance.now() - startedMs;
  };
  const untilEnded = () =>
    expect.poll(() => notices.at(-1), { timeout: 15_000, interval: 20 }).toMatchObject({ state: 'ended' });

  it('is ready while all is judged', async () => {
    expect(await readiness()).toMatchObject({ status: 200 });
    expect((await judging()).oldestUnjudgedMs).toBeLessThan(2000);
    expect(notices).toEqual([]);
  });

  it('says within 10 s that ingest judges nothing, whom it concerns, and when all is caught up', async () => {
    line.ingestWorks = false;
    const tookMs = await untilNotice(
      'The signal processing (ingest) does not finish its work. None of the 2 patients is judged.',
    );
    expect(tookMs).toBeLessThan(10_000);
    console.log(`interruption shown after ${(tookMs / 1000).toFixed(1)} s`);
    expect(unjudged).toEqual(['p1', 'p2']);
    expect(await readiness()).toMatchObject({
      status: 503,
      detail: expect.stringMatching(/judging \(not judged since .*ingest/) as string,
    });
    line.ingestWorks = true;
    await untilEnded();
    expect(notices.at(-1)!.timeUs).toBeGreaterThan(notices.at(-1)!.sinceUs + 8e6);
    await expect.poll(() => unjudged).toEqual([]);
    expect(await readiness()).toMatchObject({ status: 200 });
  });

  it('notices a scorer that has died though no beat comes to be scored', async () => {
    line.scorerWorks = false;
    line.scorerReports = false;
    await untilNotice('The scorer does not answer. None of the 2 patients is judged.');
  });

  it('names the database, and what the start command knows of it', async () => {
    databaseIsThere = false;
    const tookMs = await untilNotice('The database does not answer. None of the 2 patients is judged.');
    expect(tookMs).toBeLessThan(10_000);
    gateway.addNotice(
      notice('database-down', {
        text: 'The database has ended; it is started again',
        timeUs: Date.now() * 1000,
      }),
    );
    await untilNotice('The database has ended; it is started again. None of the 2 patients is judged.');
    const ended = notice('database-down', { state: 'ended', timeUs: Date.now() * 1000 });
    await producer.send(topics.systemNotices, [{ key: 'database-down', value: encodeSystemNotice(ended) }]);
    databaseIsThere = true;
    await untilEnded();
  });

  it('notices a broker that is away, though nothing comes then', async () => {
    line.stop();
    stream.ping = () => Promise.reject(new Error('away'));
    await untilNotice('The message broker does not answer. None of the 2 patients is judged.');
    await expect.poll(() => unjudged).toEqual(['p1', 'p2']);
  });
});
