import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wearableModelDirectory } from '@beatwatch/adaptation';
import { modelVersion, patientId, type ModelVersion, type PatientId } from '@beatwatch/contracts';
import { loadModel } from '@beatwatch/model-core';
import { compareShadow, rescore, type ShadowedPatient } from '@beatwatch/rescoring';
import type { AlarmDifference } from '@beatwatch/rescoring/alarms';
import { openModels } from '@beatwatch/scorer';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { beatwatchOn } from '../stack/command.ts';
import { beatsFound, startJudgingParts, type JudgingParts } from '../stack/judging-parts.ts';
import { recordedPackets } from '../stack/recorded-packets.ts';
import { referenceFile } from '../stack/reference-data.ts';
import { renamedModel } from '../stack/renamed-model.ts';
import { rhythmModels } from '../stack/signal-models.ts';

const seconds = 400;
const startUs = Math.floor(Date.now() / 60_000) * 60_000_000 - 3_600_000_000;
const range = { fromUs: startUs - 60e6, toUs: startUs + 3600e6 };
/** The shipped weights under another name. */
const renamed = modelVersion('wearable-renamed');

describe('a model in the shadow of the one that judges', () => {
  let parts: JudgingParts;
  let folder: string;
  let other: ModelVersion;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beatwatch-shadow-'));
    const fold = wearableModelDirectory('0');
    other = (await loadModel(fold)).manifest.version;
    await cp(fold, join(folder, other), { recursive: true });
    await renamedModel(folder, renamed);
    // The shadow is to meet patients without a state: it would begin with the one that the first batch leaves.
    parts = await startJudgingParts({ registryDir: folder, storesStates: false });
  });
  afterAll(async () => {
    await parts.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Sends a record while the model is in the shadow, and compares once both have judged every beat. */
  async function shadowed(
    record: string,
    patient: PatientId,
    version: ModelVersion,
  ): Promise<ShadowedPatient> {
    const packets = await recordedPackets({ patientId: patient, record, startUs, seconds });
    const found = beatsFound(packets).reduce((sum, beats) => sum + beats, 0);
    const { repositories } = parts.database;
    const stopShadow = await parts.startShadow(version);
    try {
      await parts.send(patient, packets);
      const both = async (): Promise<number> =>
        (await repositories.shadow.beats(version, { patientId: patient, ...range }))?.beats ?? 0;
      await expect.poll(both, { timeout: 100_000 }).toBe(found);
    } finally {
      await stopShadow();
    }
    const [compared] = await compareShadow(repositories, { version, patientId: patient, ...range });
    expect(compared).toBeDefined();
    return compared!;
  }

  it('changes no alarm where it is the same model', async (context) => {
    const { alarms, differing, anomalous } = await shadowed(
      recordOf(context),
      patientId('twin-208'),
      renamed,
    );
    expect(alarms).toMatchObject({ differences: [] });
    expect(alarms.same).toBeGreaterThan(1);
    expect(anomalous).toBeGreaterThan(10);
    expect(differing).toBe(0);
  });

  it('judges each beat as the other model judges the stored signal, and changes the same alarms', async (context) => {
    const patient = patientId('other-208');
    const { alarms, lastUs, differing } = await shadowed(recordOf(context), patient, other);
    expect(differing).toBeGreaterThan(0);
    const opened = await openModels({
      SCORER_MODEL_DIRS: join(folder, other),
      SCORER_THREADS: 1,
      SCORER_PRECISION: 'float32',
      SCORER_MAX_BATCH: 32,
      SCORER_MAX_WAIT_MS: 0,
    });
    try {
      const rescored = new Map<string, number>();
      const result = await rescore({
        connectionString: parts.connectionString,
        repositories: parts.database.repositories,
        patientId: patient,
        sinceUs: range.fromUs,
        models: opened.models,
        rhythmModels,
        preprocessing: 'r-window-88-microvolts',
        onBeat: (beat, { anomalyScore }) => rescored.set(`${beat.timeUs} ${beat.lead}`, anomalyScore),
      });
      // The last second of stored signal has not ended.
      const before = Math.min(lastUs, result.toUs) - 5e6;
      const comparable = (differences: readonly AlarmDifference[]): string[] =>
        differences.filter((one) => newestOf(one) < before).map(described);
      expect(comparable(alarms.differences)).toEqual(comparable(result.alarms.differences));
      expect(alarms.stored).toBeGreaterThan(1);
      const { rows } = await parts.database.pool.query<{ key: string; anomaly_score: number }>(
        `select epoch_us(beat_time) || ' ' || lead as key, anomaly_score from shadow_score where patient_id = $1`,
        [patient],
      );
      const known = rows.filter(({ key }) => rescored.has(key));
      expect(known.length).toBeGreaterThan(rows.length - 10);
      for (const { key, anomaly_score: score } of known) expect(score).toBe(rescored.get(key));
    } finally {
      await opened.dispose();
    }
  });

  it('is told by the command', async (context) => {
    // Of what the model made of it above.
    recordOf(context);
    const command = (...args: string[]) =>
      beatwatchOn(parts.connectionString, join(tmpdir(), 'beatwatch-no-stack'), 'models', 'shadow', ...args);
    const json = await command(other, '--since', '3h', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ version: other, patients: [{ patientId: 'other-208' }] });
    // As if the model had not raised one of the alarms.
    await parts.database.pool.query(
      `delete from shadow_alarm_event where model_version = $1 and kind <> 'no-data' and alarm_id =
         (select min(alarm_id) from shadow_alarm_event where model_version = $1 and kind <> 'no-data')`,
      [other],
    );
    const text = await command(other, '--since', '3h');
    expect(text.stdout).toMatch(/other-208 +lost/);
    expect(text.stdout).toContain('0 gained, 1 lost, 0 moved');
    const nobody = await command();
    expect(nobody.code).toBe(2);
    expect(nobody.stderr).toContain('there is no challenger');
  });
});

const recordOf = (context: Pick<TestContext, 'skip'>): string =>
  referenceFile(context, 'mitdb', '208.hea').replace('.hea', '');

const coursesIn = (difference: AlarmDifference) => [
  ...('stored' in difference ? [difference.stored] : []),
  ...('rescored' in difference ? [difference.rescored] : []),
];
const newestOf = (difference: AlarmDifference): number =>
  Math.max(...coursesIn(difference).flatMap(({ changes }) => changes.map(({ timeUs }) => timeUs)));
const described = (difference: AlarmDifference): string =>
  JSON.stringify([
    difference.is,
    ...coursesIn(difference).map(({ alarmId, kind, priority, raisedUs, changes }) => [
      alarmId,
      kind,
      priority,
      raisedUs,
      changes.map(({ state, timeUs }) => [state, timeUs]),
    ]),
  ]);
