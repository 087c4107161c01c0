import { decodeScore, encodePacket, patientId, topics } from '@beatwatch/contracts';
import { createInProcessStream, type MessageStream } from '@beatwatch/stream';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLine, type Line } from './line.ts';
import { packetsOfLeads } from './signal.ts';

const patient = patientId('three-leads');
const leads = ['I', 'II', 'V1'];
// Recent: retention must not drop it meanwhile.
const startUs = Math.floor(Date.now() / 60_000) * 60_000_000 - 3_600_000_000;

describe('a patient whose leads show each R peak at the same microsecond', () => {
  let server: TestDatabase;
  let database: Database;
  let stream: MessageStream;
  let line: Line;

  beforeAll(async () => {
    server = await databaseForTests();
    database = openDatabase({ connectionString: server.connectionString });
    stream = createInProcessStream();
    line = await createLine({ stream, repositories: database.repositories });
    await line.start();
  });
  afterAll(async () => {
    await line.close();
    await stream.stop();
    await database.close();
    await server.stop();
  });

  it('has every beat of every lead stored, scored and published', async () => {
    const published = new Set<string>();
    await stream.consume({
      groupId: 'test',
      topics: [topics.scores],
      from: 'earliest',
      onBatch: ({ messages }) => {
        for (const { value } of messages) {
          const { beatTimeUs, lead } = decodeScore(value);
          published.add(`${beatTimeUs} ${lead ?? ''}`);
        }
        return Promise.resolve();
      },
    });
    const producer = await stream.producer();
    const packets = packetsOfLeads({ patientId: patient, leads, startUs, seconds: 30 });
    await producer.send(
      topics.packets,
      packets.map((packet) => ({ key: patient, value: encodePacket(packet) })),
    );
    const range = { patientId: patient, fromUs: startUs, toUs: startUs + 60e6 };
    const { beats, scores } = database.repositories;
    // 30 s at 75 a minute, without the last beat, whose end is not known, and what the filters take to begin.
    const counts = () => scores.counts(range);
    await expect
      .poll(async () => (await counts()).beatsScored, { timeout: 60_000 })
      .toBeGreaterThanOrEqual(3 * 30);
    await expect.poll(async () => (await counts()).beatsStored - (await counts()).beatsScored).toBe(0);
    expect((await counts()).beatsScoredTwice).toBe(0);

    const { rows } = await database.pool.query<{ time_us: number; leads: string[] }>(
      `select epoch_us(time) as time_us, array_agg(lead order by lead) as leads from beat
       where patient_id = $1 group by time order by time`,
      [patient],
    );
    expect(rows.length).toBeGreaterThanOrEqual(30);
    for (const row of rows) expect(row.leads).toEqual(leads);
    for (const { time_us: timeUs } of rows) {
      for (const lead of leads) {
        expect(await beats.find(patient, timeUs, lead)).toMatchObject({ lead });
        expect(await scores.find(patient, timeUs, lead)).toMatchObject({ lead });
      }
    }
    await expect.poll(() => published.size).toBe(3 * rows.length);
  });
});
