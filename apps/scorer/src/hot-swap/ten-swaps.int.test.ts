import { PatientModels } from '@beatwatch/adaptation';
import {
  decodeAlarmEvent,
  decodeScore,
  modelVersion,
  patientId,
  topics,
  type AlarmEvent,
  type ModelVersion,
  type PatientId,
  type Score,
} from '@beatwatch/contracts';
import { monitorBatch, PatientMonitor } from '@beatwatch/patient-monitor';
import type { Service } from '@beatwatch/service-kit';
import { createMulberryRandom } from '@beatwatch/statistics';
import { keepTicking, type Ticking } from '@beatwatch/stream-processor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildScorer } from '../scorer.ts';
import { Mortal, observed, startUs } from '../test-scorer.ts';
import { comparable, openTestWard, type TestWard } from '../test-ward.ts';

const patients = Array.from({ length: 6 }, (_, index) => patientId(`swapped-${index}`));
const swaps = 10;
const versionOf = (swap: number): ModelVersion => modelVersion(`swap-${swap}`);

describe('ten swaps under load, while the scorer dies again and again', () => {
  let ward: TestWard;
  let feed: Ticking | undefined;
  let supervision: Ticking | undefined;
  let running: { readonly scorer: Service; readonly mortal: Mortal } | undefined;
  let deaths = 0;
  const scores: Score[] = [];
  const alarms: AlarmEvent[] = [];
  const random = createMulberryRandom(7);

  const start = async (effects: number): Promise<void> => {
    const mortal = new Mortal(ward.stream, ward.database.repositories, effects);
    const scorer = buildScorer({
      ...ward.scorerOptions(versionOf(0)),
      openFurtherModel: ward.openFurtherModel,
      stream: mortal.stream,
      repositories: mortal.repositories,
    });
    running = { scorer, mortal };
    // It may die while it starts.
    await scorer.start().catch(() => undefined);
  };
  const giveToWards = async (version?: ModelVersion): Promise<void> => {
    for (const target of ['north', 'south']) {
      await ward.database.repositories.assignments.assign({
        scope: 'ward',
        target,
        ...(version !== undefined && { version }),
        actor: 'test',
        reason: 'swap',
      });
    }
  };
  /** What was given to the wards would go before the champion. */
  const promote = async (version: ModelVersion): Promise<void> => {
    const { models } = ward.database.repositories;
    await models.ensure({ version, manifest: {} });
    await models.setAlias({ name: 'wearable', alias: 'champion', version, actor: 'test' });
    await giveToWards();
  };
  const scoredBy = (id: PatientId, version: ModelVersion): boolean =>
    scores.some(({ patientId: of, modelVersion: by }) => of === id && by === version);

  beforeAll(async () => {
    ward = await openTestWard(patients);
    await ward.database.repositories.patients.upsert(
      patients.map((id, index) => ({ patientId: id, displayName: id, ward: index < 3 ? 'north' : 'south' })),
    );
    await ward.stream.consume({
      groupId: 'test',
      topics: [topics.scores, topics.alarms],
      from: 'earliest',
      onBatch: ({ topic, messages }) => {
        for (const { value } of messages) {
          if (topic === topics.scores) scores.push(decodeScore(value));
          else alarms.push(decodeAlarmEvent(value));
        }
        return Promise.resolve();
      },
    });
  });
  afterAll(async () => {
    await feed?.stop();
    await supervision?.stop();
    await running?.scorer.stop();
    await ward.close();
  });

  it('leaves no beat unscored, scores none twice, and changes no alarm', async () => {
    await start(Infinity);
    feed = keepTicking(40, ward.send);
    await expect.poll(() => ward.sent.get(patients[5]!)!.length, { timeout: 60_000 }).toBeGreaterThan(80);
    running!.mortal.kill();
    supervision = keepTicking(20, async () => {
      if (running?.mortal.isDead !== true) return;
      deaths += 1;
      await running.scorer.stop().catch(() => undefined);
      await start(50 + Math.floor(random.next() ** 2 * 800));
    });
    for (let swap = 1; swap <= swaps; swap += 1) {
      const version = versionOf(swap);
      await (swap % 2 === 0 ? promote(version) : giveToWards(version));
      await expect.poll(() => patients.every((id) => scoredBy(id, version)), { timeout: 60_000 }).toBe(true);
    }
    await feed.stop();
    feed = undefined;
    await supervision.stop();
    supervision = undefined;
    running!.mortal.kill();
    await running!.scorer.stop().catch(() => undefined);
    await start(Infinity);
    expect(deaths).toBeGreaterThan(swaps / 2);

    for (const id of patients) {
      const beats = ward.sent.get(id)!;
      const range = { patientId: id, fromUs: startUs - 1, toUs: startUs + 3600e6 };
      const rows = (): Promise<readonly Score[]> => ward.database.repositories.scores.recent(range, 10_000);
      await expect.poll(async () => (await rows()).length, { timeout: 60_000 }).toBe(beats.length);
      const stored = [...(await rows())].sort((a, b) => a.beatTimeUs - b.beatTimeUs);

      // One score a beat, by one model; from one model to the next and never back.
      expect(stored.map(({ beatTimeUs }) => beatTimeUs)).toEqual(beats.map(({ timeUs }) => timeUs));
      const order = stored.map((score) => Number(score.modelVersion.slice('swap-'.length)));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(new Set(order).size).toBe(swaps + 1);
      // A repeat after a crash says what was said before.
      const published = (): ReadonlyMap<string, ReadonlySet<number>> => {
        const said = new Map<string, Set<number>>();
        for (const { patientId: of, beatTimeUs, modelVersion: by, anomalyScore } of scores) {
          const key = `${beatTimeUs} ${by}`;
          if (of === id) said.set(key, (said.get(key) ?? new Set()).add(anomalyScore));
        }
        return said;
      };
      await expect.poll(() => published().size, { timeout: 60_000 }).toBe(beats.length);
      expect([...published().values()].filter(({ size }) => size > 1)).toEqual([]);

      // What a monitor with one model that is never stopped makes of the beats.
      const model = new PatientModels([ward.modelCalled(versionOf(0))]);
      const monitor = new PatientMonitor({ beats: model }, id);
      const undisturbed = await monitorBatch(beats.map((one) => ({ monitor, observation: observed(one) })));
      const anomalous = undisturbed.beats.map(({ judged }) => judged.anomalous);
      expect(stored.map((score) => score.anomalous)).toEqual(anomalous);
      const events = undisturbed.events.map(comparable);
      expect(events.length).toBeGreaterThan(4);
      const changes = () => ward.database.repositories.alarms.changes(range);
      await expect.poll(async () => (await changes()).map(comparable), { timeout: 60_000 }).toEqual(events);
      const once = (): unknown[] => [
        ...new Map(
          alarms
            .filter((event) => event.patientId === id)
            .map(comparable)
            .map((event) => [JSON.stringify(event), event]),
        ).values(),
      ];
      await expect.poll(once, { timeout: 60_000 }).toEqual(events);
    }
  }, 400_000);
});
