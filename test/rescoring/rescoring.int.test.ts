import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patientId, type AlarmEvent, type PatientId } from '@beatwatch/contracts';
import { rescore, type Rescored, type RescoreOptions } from '@beatwatch/rescoring';
import { replayAlarms } from '@beatwatch/rescoring/alarms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beatwatchOn } from '../stack/command.ts';
import { beatsFound, startJudgingParts, type JudgingParts } from '../stack/judging-parts.ts';
import { recordedPackets, type LoggedPacket } from '../stack/recorded-packets.ts';
import { referenceFile } from '../stack/reference-data.ts';
import { rhythmModels } from '../stack/signal-models.ts';

const inOrder = (changes: readonly AlarmEvent[]): AlarmEvent[] =>
  [...changes].sort((a, b) =>
    `${a.alarmId} ${a.changeNumber}`.localeCompare(`${b.alarmId} ${b.changeNumber}`),
  );

const seconds = 600;
const startUs = Math.floor(Date.now() / 60_000) * 60_000_000 - 3_600_000_000;

describe('signal that is judged anew', () => {
  let parts: JudgingParts;

  beforeAll(async () => {
    parts = await startJudgingParts();
  });
  afterAll(() => parts.stop());

  /** Sends the packets through ingest and scorer, and waits for the last beat's score. */
  async function monitored(patient: PatientId, packets: readonly LoggedPacket[]): Promise<void> {
    await parts.send(patient, packets);
    const beats = beatsFound(packets).reduce((sum, found) => sum + found, 0);
    const range = { patientId: patient, fromUs: startUs - 60e6, toUs: startUs + 3600e6 };
    await expect
      .poll(async () => (await parts.database.repositories.scores.counts(range)).beatsScored, {
        timeout: 100_000,
      })
      .toBe(beats);
  }

  const rescored = (patient: PatientId, options: Partial<RescoreOptions> = {}): Promise<Rescored> =>
    rescore({
      connectionString: parts.connectionString,
      repositories: parts.database.repositories,
      patientId: patient,
      sinceUs: startUs - 60e6,
      models: parts.models,
      rhythmModels,
      preprocessing: 'r-window-88-microvolts',
      ...options,
    });

  const storedChanges = (patient: PatientId): Promise<readonly AlarmEvent[]> =>
    parts.database.repositories.alarms.changes({
      patientId: patient,
      fromUs: startUs - 60e6,
      toUs: startUs + 3600e6,
    });

  it.each(['208', '119', '203'])(
    'gives the very alarms and scores of record %s, over a link that loses, repeats and delays packets',
    async (name) => {
      const record = referenceFile({ skip: () => undefined as never }, 'mitdb', `${name}.hea`).replace(
        '.hea',
        '',
      );
      const patient = patientId(`rescored-${name}`);
      await monitored(patient, await recordedPackets({ patientId: patient, record, startUs, seconds }));
      const scores = new Map<string, number>();
      const result = await rescored(patient, {
        onBeat: (beat, { anomalyScore }) => scores.set(`${beat.timeUs} ${beat.lead}`, anomalyScore),
      });

      expect(result.alarms).toMatchObject({ differences: [] });
      expect(result.alarms.same).toBeGreaterThan(1);
      const { rows } = await parts.database.pool.query<{ key: string; anomaly_score: number }>(
        `select epoch_us(beat_time) || ' ' || lead as key, anomaly_score from beat_score where patient_id = $1`,
        [patient],
      );
      expect(rows.length).toBeGreaterThan(1000);
      // Of each lead the last second has not ended, and is not stored: beats may have been found in it.
      const missing = rows.filter(({ key }) => !scores.has(key));
      for (const { key } of missing) expect(Number.parseInt(key, 10)).toBeGreaterThan(result.toUs - 3e6);
      for (const { key, anomaly_score: score } of rows) {
        if (scores.has(key)) expect(scores.get(key)).toBe(score);
      }
      const changes = await storedChanges(patient);
      expect(inOrder(result.changes)).toEqual(inOrder(changes.filter(({ timeUs }) => timeUs <= result.toUs)));
    },
  );

  it.each(['208', '119', '203'])(
    'gives the same alarms of record %s where they are decided again from what they were decided by',
    async (name) => {
      const patient = patientId(`rescored-${name}`);
      const changes = await storedChanges(patient);
      const repositories = parts.database.repositories;
      const { toUs, ...replayed } = await replayAlarms({
        repositories,
        patientId: patient,
        sinceUs: startUs - 60e6,
      });
      expect(toUs).toBeGreaterThan(startUs + (seconds - 40) * 1e6);
      expect(replayed.alarms).toMatchObject({ differences: [] });
      expect(inOrder(replayed.changes)).toEqual(inOrder(changes.filter(({ timeUs }) => timeUs <= toUs)));
      // From the middle on, from a state that was stored.
      const later = await replayAlarms({ repositories, patientId: patient, sinceUs: startUs + 300e6 });
      expect(later.alarms).toMatchObject({ differences: [] });
      expect(later.fromUs).toBeGreaterThanOrEqual(startUs + 300e6);
    },
  );

  it('gives with another threshold what the signal gives with it', async () => {
    for (const [name, threshold] of [
      ['208', 4],
      ['203', 0.3],
    ] as const) {
      const patient = patientId(`rescored-${name}`);
      const { toUs, ...replayed } = await replayAlarms({
        repositories: parts.database.repositories,
        patientId: patient,
        sinceUs: startUs - 60e6,
        threshold,
      });
      const { changes } = await rescored(patient, { threshold });
      expect(replayed.anomalousBeats === replayed.anomalousBefore).toBe(false);
      expect(inOrder(replayed.changes)).toEqual(inOrder(changes.filter(({ timeUs }) => timeUs <= toUs)));
    }
  });

  it('is told by the command, with another threshold too, and what is wrong with it', async () => {
    const rescoreCommand = async (...args: string[]) =>
      beatwatchOn(parts.connectionString, join(tmpdir(), 'beatwatch-no-stack'), 'rescore', ...args);
    const patient = 'rescored-208';
    const same = await rescoreCommand('--patient', patient, '--since', '3h', '--json');
    expect(same.stderr).not.toContain('error');
    const asBefore = JSON.parse(same.stdout) as { anomalousBeats: number };
    expect(asBefore).toMatchObject({ isFromBeginning: true, alarms: { differences: [] } });
    const text = await rescoreCommand('--patient', patient, '--since', '3h', '--threshold', '1.1');
    expect(text.code).toBe(0);
    expect(text.stdout).toMatch(/alarms .* stored, .* now/);
    const [, anomalous] = /anomalous as stored, (\d+) now/.exec(text.stdout) ?? [];
    expect(Number(anomalous)).toBeGreaterThan(asBefore.anomalousBeats);
    const unknown = await rescoreCommand('--patient', 'nobody');
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('signal of patient nobody since');
    const model = await rescoreCommand('--patient', patient, '--model', 'not-trained');
    expect(model.code).toBe(1);
    expect(model.stderr).toContain('not-trained');
  });
});
