import { decodeSystemNotice, patientId, topics, type SystemNotice } from '@beatwatch/contracts';
import { createLogger } from '@beatwatch/service-kit';
import { createInProcessStream, type MessageStream } from '@beatwatch/stream';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildStreamProcessor, type StreamProcessor } from './stream-processor.ts';

describe('a state that the database refuses', () => {
  let server: TestDatabase;
  let database: Database;
  let stream: MessageStream;
  let processor: StreamProcessor;
  let notices: SystemNotice[];

  beforeAll(async () => {
    server = await databaseForTests();
    database = openDatabase(server);
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });
  beforeEach(async () => {
    stream = createInProcessStream();
    await stream.ensureTopics(Object.values(topics), 1);
    notices = [];
    await stream.consume({
      groupId: 'witness',
      topics: [topics.systemNotices],
      from: 'earliest',
      onBatch: ({ messages }) => {
        notices.push(...messages.map(({ value }) => decodeSystemNotice(value)));
        return Promise.resolve();
      },
    });
    processor = buildStreamProcessor<{ bytes: Uint8Array }>({
      name: 'scorer',
      stream,
      checkpoints: database.repositories.checkpoints,
      logger: createLogger('test', 'silent'),
      checkpointMs: 0,
      batchMs: 0,
      state: {
        topic: topics.beats,
        create: () => ({ bytes: new Uint8Array() }),
        serialize: ({ bytes }) => bytes,
        deserialize: (_id, bytes) => ({ bytes }),
      },
      handlers: {
        // Each message lengthens its patient's state.
        [topics.beats]: ({ messages }, { states }) => {
          for (const { key, value, offset } of messages) {
            const state = states.stateAt(patientId(Buffer.from(key).toString()), offset);
            if (state !== undefined) state.bytes = Buffer.concat([state.bytes, value]);
          }
          return Promise.resolve();
        },
      },
    });
    await processor.start();
  });
  afterEach(async () => {
    await processor.stop();
    await stream.stop();
    await database.pool.query('drop trigger refuse_states on checkpoint');
    await database.pool.query('delete from checkpoint');
  });

  const refuse = async (statement: string): Promise<void> => {
    await database.pool.query(`create or replace function refuse_states() returns trigger language plpgsql as
      $$ begin if octet_length(new.state) > 1000 then ${statement}; end if; return new; end $$`);
    await database.pool.query(
      'create trigger refuse_states before insert or update on checkpoint for each row execute function refuse_states()',
    );
  };
  const send = async (bytes: Readonly<Record<string, number>>): Promise<void> => {
    const producer = await stream.producer();
    const messages = Object.entries(bytes).map(([key, length]) => ({ key, value: new Uint8Array(length) }));
    await producer.send(topics.beats, messages);
    await producer.stop();
  };
  const stored = async (): Promise<Record<string, number>> => {
    const key = { processor: 'scorer', topic: topics.beats, partition: 0 };
    const rows = await database.repositories.checkpoints.read(key);
    return Object.fromEntries(rows.map((row) => [row.patientId, row.state.byteLength]));
  };

  it.each([
    ['a rule of the schema', "raise exception 'too large' using errcode = '23514'"],
    ['a limit of the server', "raise exception 'row is too big' using errcode = '54000'"],
    ['an error of the server', "raise exception 'unexpected chunk number' using errcode = 'XX000'"],
  ])('for %s begins anew, with a notice; all others go on', async (_reason, statement) => {
    await refuse(statement);
    await send({ large: 10, 'p-1': 10, 'p-2': 10, 'p-3': 10 });
    await expect.poll(stored).toEqual({ large: 10, 'p-1': 10, 'p-2': 10, 'p-3': 10 });
    // In one checkpoint with the states of others.
    await send({ 'p-1': 10, large: 1000, 'p-2': 10, 'p-3': 10 });
    await expect.poll(stored).toEqual({ large: 0, 'p-1': 20, 'p-2': 20, 'p-3': 20 });
    await send({ large: 10 });
    await expect.poll(stored).toMatchObject({ large: 10 });
    expect(processor.running).toBe(true);
    expect(notices).toMatchObject([{ noticeId: 'state-unreadable/scorer/large', state: 'open' }]);
    const [position] = await stream.positions('scorer', topics.beats);
    expect(position).toMatchObject({ committed: 9, end: 9 });
  });
});
