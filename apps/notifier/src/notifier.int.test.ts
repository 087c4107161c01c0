import { createHmac } from 'node:crypto';
import { encodeAlarmEvent, patientId, topics, type AlarmEvent } from '@beatwatch/contracts';
import { createLogger, createRegistry } from '@beatwatch/service-kit';
import { createInProcessStream, type MessageStream, type Producer } from '@beatwatch/stream';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildNotifier } from './notifier.ts';
import { receiversOf } from './receivers/read-receivers.ts';
import { alarmEvent } from './test-changes.ts';
import { TestReceiver } from './test-receiver.ts';

const key = Buffer.alloc(32, 7);
const secret = `whsec_${key.toString('base64')}`;

describe('the notifier', () => {
  let server: TestDatabase;
  let database: Database;
  let stream: MessageStream;
  let producer: Producer;
  let receiver: TestReceiver;
  let other: TestReceiver;
  let notifier: ReturnType<typeof buildNotifier>;
  const registry = () => createRegistry('notifier-test');

  beforeAll(async () => {
    server = await databaseForTests();
    database = openDatabase({ connectionString: server.connectionString });
    await database.repositories.patients.upsert(
      ['p-1', 'p-2'].map((id) => ({
        patientId: patientId(id),
        displayName: 'Ada Löw',
        ward: 'ICU',
        bed: id.slice(2),
      })),
    );
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  beforeEach(async () => {
    stream = createInProcessStream();
    await stream.ensureTopics(Object.values(topics));
    producer = await stream.producer();
    receiver = await new TestReceiver().start();
    other = await new TestReceiver().start();
    await database.pool.query('truncate delivery, alarm, alarm_event');
    notifier = build();
    await notifier.start();
  });
  afterEach(async () => {
    await notifier.stop();
    await producer.stop();
    await stream.stop();
    await Promise.all([receiver.stop(), other.stop()]);
  });

  const build = (fields: object = {}) =>
    buildNotifier({
      stream,
      repositories: database.repositories,
      receivers: receiversOf(
        {
          receivers: [
            { name: 'pager', type: 'webhook', url: receiver.url, secrets: [secret], ...fields },
            { name: 'other', type: 'webhook', url: other.url, secrets: [secret], patientNames: true },
          ],
        },
        'receivers.json',
      ),
      logger: createLogger('notifier', 'silent'),
      registry: registry(),
      pollMs: 50,
      holdMs: 1000,
    });

  /** Stores and publishes changes, as the scorer does. */
  async function publish(...events: AlarmEvent[]): Promise<void> {
    await database.repositories.alarms.write(events);
    await producer.send(
      topics.alarms,
      events.map((event) => ({ key: event.patientId, value: encodeAlarmEvent(event) })),
    );
  }

  const raised = alarmEvent();
  const acknowledged = alarmEvent({ changeNumber: 2, state: 'acknowledged', actor: 'Kim' });
  const resolved = alarmEvent({ changeNumber: 3, state: 'resolved' });
  const elsewhere = alarmEvent({ patientId: patientId('p-2') });
  const stateOf = async (name: string) =>
    (await database.repositories.deliveries.list({ receiver: name, limit: 100 })).map(({ state }) => state);

  it('tells each change in its order, signed as Standard Webhooks has it', async () => {
    await publish(raised);
    await publish(acknowledged, resolved);
    await expect.poll(() => receiver.told).toEqual(['p-1 raised 1', 'p-1 acknowledged 2', 'p-1 resolved 3']);
    for (const { headers, text } of receiver.received) {
      const id = String(headers['webhook-id']);
      const timestamp = String(headers['webhook-timestamp']);
      const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest('base64');
      expect(headers['webhook-signature']).toBe(`v1,${expected}`);
      expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(300);
    }
    expect(receiver.received[1]?.body.data).toMatchObject({
      actor: 'Kim',
      previous: { state: 'active', priority: 'high' },
      patient: { id: 'p-1', ward: 'ICU', bed: '1' },
    });
    expect(receiver.received.map(({ text }) => text).join()).not.toContain('Ada');
    await expect.poll(() => other.received[0]?.body.data.patient.name).toBe('Ada Löw');
    await expect.poll(() => stateOf('pager')).toEqual(['delivered', 'delivered', 'delivered']);
  });

  it('tells what the log brings again once, and only what it has not told before a restart', async () => {
    await publish(raised, raised);
    await publish(raised);
    await expect.poll(() => stateOf('pager')).toEqual(['delivered']);
    await notifier.stop();
    await publish(raised, acknowledged);
    notifier = build();
    await notifier.start();
    await publish(resolved);
    await expect.poll(() => receiver.told.at(-1)).toBe('p-1 resolved 3');
    expect(new Set(receiver.told).size).toBe(receiver.told.length);
  });

  it('lets a receiver that is away hold up no other, and tells it in order once it is back, with the same ids', async () => {
    receiver.reply = () => 503;
    await publish(raised);
    await publish(acknowledged, resolved, elsewhere);
    await expect.poll(() => other.told.length).toBe(4);
    const [first] = receiver.received;
    receiver.reply = () => 204;
    await expect.poll(() => stateOf('pager')).toEqual(Array(4).fill('delivered'));
    const ofFirst = receiver.told.filter((told) => told.startsWith('p-1'));
    expect([...new Set(ofFirst)]).toEqual(['p-1 raised 1', 'p-1 acknowledged 2', 'p-1 resolved 3']);
    const again = receiver.received.filter(({ text }) => text === first?.text);
    expect(again.length).toBeGreaterThan(1);
    expect(new Set(again.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('lets what a receiver refuses hold up the same alarm alone', async () => {
    receiver.reply = ({ body }) => (body.data.patient.id === 'p-1' ? 422 : 204);
    await publish(raised, acknowledged);
    await publish(elsewhere);
    // Alarms may pass each other, and what was refused may have been tried again.
    await expect.poll(() => [...new Set(receiver.told)].sort()).toEqual(['p-1 raised 1', 'p-2 raised 1']);
    await expect.poll(() => other.told.length).toBe(3);
    const waiting = async () =>
      (await database.repositories.deliveries.list({ receiver: 'pager', state: 'waiting', limit: 9 })).map(
        ({ attempts, failure }) => [attempts > 0, failure],
      );
    await expect.poll(waiting).toEqual([
      [false, undefined],
      [true, 'HTTP status 422'],
    ]);
  });

  it('follows no redirect', async () => {
    receiver.reply = () => ({ location: other.url });
    await publish(elsewhere);
    const failure = async () =>
      (await database.repositories.deliveries.list({ receiver: 'pager', limit: 1 }))[0]?.failure;
    await expect.poll(failure).toBe('HTTP status 307, a redirect, which is not followed');
    await expect.poll(() => stateOf('other')).toEqual(['delivered']);
    expect(other.told).toEqual(['p-2 raised 1']);
  });

  it('keeps what was given up, and sends it again when it is asked to', async () => {
    receiver.reply = () => 400;
    await publish(raised);
    await expect.poll(() => stateOf('other')).toEqual(['delivered']);
    const isRefused = async () =>
      (await database.repositories.deliveries.list({ receiver: 'pager', limit: 1 }))[0]?.attempts;
    await expect.poll(isRefused).toBe(1);
    expect(await database.repositories.deliveries.giveUp(0)).toBe(1);
    const [dead] = await database.repositories.deliveries.list({ state: 'dead', limit: 9 });
    expect(dead).toMatchObject({ receiver: 'pager', failure: 'HTTP status 400', alarmId: raised.alarmId });
    await database.repositories.deliveries.forget({ deliveredMs: 0, deadMs: 0 });
    expect(
      (await database.repositories.deliveries.summaries()).map((one) => [one.receiver, one.dead]),
    ).toEqual([
      ['other', 0],
      ['pager', 1],
    ]);
    receiver.reply = () => 200;
    expect(await database.repositories.deliveries.sendAgain({ deadOf: 'pager' })).toEqual([dead?.deliveryId]);
    await expect.poll(() => stateOf('pager')).toEqual(['delivered']);
    await publish(acknowledged, resolved);
    await expect.poll(() => stateOf('pager')).toEqual(['delivered', 'delivered', 'delivered']);
    expect(await database.repositories.deliveries.forget({ deliveredMs: 0, deadMs: 0 })).toBeGreaterThan(0);
  });

  it('goes on after a notifier that died in the middle, with what that one had not finished', async () => {
    receiver.reply = () => 'nothing';
    await publish(raised, acknowledged);
    await expect.poll(() => receiver.told).toEqual(['p-1 raised 1']);
    await notifier.stop();
    // As after kill -9: what was on its way waits, and nobody has given the receiver back.
    await database.pool.query(
      `insert into delivery_receiver values ('pager', 'a dead one', clock_timestamp() + interval '1 second')`,
    );
    receiver.reply = () => 204;
    notifier = build();
    await notifier.start();
    const { deliveries } = database.repositories;
    await expect.poll(() => stateOf('pager')).toEqual(['delivered', 'delivered']);
    expect(receiver.told).toEqual(['p-1 raised 1', 'p-1 raised 1', 'p-1 acknowledged 2']);
    expect(await deliveries.hold({ receiver: 'pager', holder: 'a third one', holdMs: 1 })).toBe(false);
  });
});
