import {
  decodeScore,
  modelVersion,
  patientId,
  topics,
  type ModelVersion,
  type PatientId,
} from '@beatwatch/contracts';
import type { Service } from '@beatwatch/service-kit';
import { createMulberryRandom } from '@beatwatch/statistics';
import { keepTicking, type Ticking } from '@beatwatch/stream-processor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildScorer } from '../scorer.ts';
import { beatUs, Mortal, startUs } from '../test-scorer.ts';
import { comparable, openTestWard, type TestWard } from '../test-ward.ts';
import { buildShadowScorer } from './shadow-scorer.ts';

const patients = ['shadowed-1', 'shadowed-2'].map(patientId);
const [live, twin] = ['live', 'twin'].map(modelVersion) as [ModelVersion, ModelVersion];

describe('a model in the shadow that dies again and again', () => {
  let ward: TestWard;
  let scorer: Service;
  let feed: Ticking | undefined;
  let supervision: Ticking | undefined;
  let shadow: { readonly scorer: Service; readonly mortal: Mortal } | undefined;
  let deaths = 0;
  let published = 0;
  const versions = new Set<string>();
  const random = createMulberryRandom(11);

  const startShadow = async (effects: number): Promise<void> => {
    const mortal = new Mortal(ward.stream, ward.database.repositories, effects);
    const scorer = buildShadowScorer({
      ...ward.scorerOptions(live),
      stream: mortal.stream,
      repositories: mortal.repositories,
      shadowed: twin,
      openFurtherModel: ward.openFurtherModel,
    });
    shadow = { scorer, mortal };
    // It may die while it starts.
    await scorer.start().catch(() => undefined);
  };
  const rangeOf = (id: PatientId, fromUs = startUs - 1) => ({
    patientId: id,
    fromUs,
    toUs: startUs + 3600e6,
  });
  const shadowed = (id: PatientId) => ward.database.repositories.shadow.beats(twin, rangeOf(id));

  beforeAll(async () => {
    ward = await openTestWard(patients);
    const { stream, database } = ward;
    await stream.consume({
      groupId: 'test',
      topics: [topics.scores],
      from: 'earliest',
      onBatch: ({ messages }) => {
        published += messages.length;
        for (const { value } of messages) versions.add(decodeScore(value).modelVersion);
        return Promise.resolve();
      },
    });
    scorer = buildScorer({ ...ward.scorerOptions(live), stream, repositories: database.repositories });
    await scorer.start();
  });
  afterAll(async () => {
    await feed?.stop();
    await supervision?.stop();
    await shadow?.scorer.stop();
    await scorer.stop();
    await ward.close();
  });

  it('raises the very alarms of its twin that judges, from the live states on, and touches nothing of it', async () => {
    // Both patients are known to the live scorer, and the log is not from the beginning for them.
    for (let step = 0; step < 30; step += 1) await ward.send();
    const stored = async (): Promise<number> => {
      const { rows } = await ward.database.pool.query<{ states: number }>(
        `select count(*) as states from checkpoint where processor = 'scorer' and next_offset > 0`,
      );
      return rows[0]?.states ?? 0;
    };
    await expect.poll(stored, { timeout: 30_000 }).toBe(2);
    await startShadow(40);
    feed = keepTicking(30, ward.send);
    supervision = keepTicking(20, async () => {
      if (shadow?.mortal.isDead !== true) return;
      deaths += 1;
      await shadow.scorer.stop().catch(() => undefined);
      await startShadow(20 + Math.floor(random.next() * 80));
    });
    for (const id of patients)
      await expect
        .poll(async () => (await shadowed(id))?.beats ?? 0, { timeout: 60_000 })
        .toBeGreaterThan(200);
    await expect.poll(() => deaths, { timeout: 60_000 }).toBeGreaterThan(2);
    await feed.stop();
    feed = undefined;
    await supervision.stop();
    supervision = undefined;
    shadow!.mortal.kill();
    await shadow!.scorer.stop().catch(() => undefined);
    await startShadow(Infinity);

    for (const id of patients) {
      const beats = ward.sent.get(id)!;
      await expect
        .poll(async () => (await shadowed(id))?.lastUs, { timeout: 30_000 })
        .toBe(beats.at(-1)!.timeUs);
      const both = (await shadowed(id))!;
      expect(both.differing).toBe(0);
      expect(both.anomalous).toBeGreaterThan(5);
      // Every beat from the switch on, each once.
      expect(both.beats).toBe((both.lastUs - both.firstUs) / beatUs + 1);
      const { alarms, shadow: apart } = ward.database.repositories;
      const events = await alarms.changes(rangeOf(id, both.firstUs));
      expect(events.length).toBeGreaterThan(4);
      expect((await apart.changes(twin, rangeOf(id, both.firstUs))).map(comparable)).toEqual(
        events.map(comparable),
      );
      expect((await alarms.list({ patientId: id, limit: 1000 })).length).toBe(
        new Set((await alarms.changes(rangeOf(id))).map((event) => event.alarmId)).size,
      );
    }
    // What the live scorer published is all that there is, one score a beat.
    const all = [...ward.sent.values()].reduce((sum, beats) => sum + beats.length, 0);
    await expect.poll(() => published).toBe(all);
    expect([...versions]).toEqual([live]);
    expect(await ward.database.repositories.models.find(twin)).toBeUndefined();
  });
});
