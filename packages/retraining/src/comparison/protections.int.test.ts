import { wearableInput, wearableModelDirectory } from '@beatwatch/adaptation';
import { alarmId, patientId, type BeatClass } from '@beatwatch/contracts';
import { createModel, loadModel, trainAutoencoder, type Model } from '@beatwatch/model-core';
import { loadSignalModels } from '@beatwatch/signal-models';
import { createSeededRandom } from '@beatwatch/statistics';
import { beatRecords, observeRecording, readEcgRecording } from '@beatwatch/studies';
import type { LabelledAlarm } from '@beatwatch/timescale';
import { dirname } from 'node:path';
import { beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import { decideAlarms } from '../labels/decide-alarms.ts';
import { recordingSet } from '../reference-sets/recordings.ts';
import { selectionDefaults } from '../selection/settings.ts';
import { UsualBeats } from '../selection/usual-beats.ts';
import { compareModels } from './compare-models.ts';
import type { ReferenceSet } from './reference-set.ts';

/*
 * The shipped cross-validation model of fold 0 is the champion: it has seen nothing of that fold's records, which are the
 * reference set. What is learned further comes from patients of the other folds.
 */
const fold = 0;
const ofMitdb = (isHeldOut: boolean) =>
  beatRecords.filter((record) => record.dataSet === 'mitdb' && (record.fold === fold) === isHeldOut);

interface Patient {
  readonly name: string;
  readonly normal: readonly LearnableBeat[];
  readonly ectopic: readonly LearnableBeat[];
}
type LearnableBeat = ReturnType<typeof observeRecording>[number]['beat'];

let champion: Model;
let reference: ReferenceSet | undefined;
let patients: readonly Patient[] = [];

async function read(context: TestContext): Promise<void> {
  const folder = dirname(dirname(referenceFile(context, 'mitdb', '109.hea')));
  if (reference !== undefined) return;
  reference = await recordingSet('MIT-BIH', ofMitdb(true), folder);
  const { models } = await loadSignalModels();
  const found: Patient[] = [];
  for (const { name } of ofMitdb(false)) {
    const beats = observeRecording(await readEcgRecording(`${folder}/mitdb`, name), models);
    const of = (...classes: readonly (BeatClass | undefined)[]): LearnableBeat[] =>
      beats.flatMap((one) => (one.learnable && classes.includes(one.beatClass) ? [one.beat] : []));
    found.push({ name, normal: of('N'), ectopic: of('V', 'F') });
  }
  patients = found;
}

const drawn = <Item>(items: readonly Item[], count: number, seed: number): Item[] =>
  [...createSeededRandom(seed).permutation(items.length)].slice(0, count).flatMap((at) => items[at] ?? []);

/** Trains the champion further, as a retraining job does. */
async function furtherTrained(beats: readonly LearnableBeat[], learningRate = 0.001): Promise<Model> {
  const { architecture } = champion.manifest;
  const { parameters } = await trainAutoencoder({
    architecture,
    objective: { reconstruction: 'absolute-error-sum' },
    initialParameters: champion.parameters,
    train: beats.map(wearableInput),
    epochs: 6,
    batchSize: 32,
    learningRate,
    seed: 42,
  });
  return createModel({ architecture, parameters, preprocessing: champion.manifest.preprocessing });
}

async function compared(challenger: Model) {
  return compareModels({
    champion: { model: champion },
    challenger: { model: challenger },
    reference: { sets: reference === undefined ? [] : [reference], missing: [] },
  });
}

describe('a challenger', () => {
  beforeAll(async () => {
    champion = await loadModel(wearableModelDirectory(String(fold)));
  });

  it('that takes ectopic beats for normal is worse, and not promoted', async (context) => {
    await read(context);
    const ectopic = patients.flatMap((patient) => drawn(patient.ectopic, 60, 1));
    const { verdict } = await compared(await furtherTrained(ectopic, 0.003));
    expect(verdict.promote).toBe(false);
    expect(verdict.sentence).toMatch(/^Do not promote: the challenger is worse in/);
  });

  it('that learned from 20 % ectopic beats labelled normal is refused, with the reason', async (context) => {
    await read(context);
    const ectopic = patients.flatMap((patient) => drawn(patient.ectopic, 60, 2));
    const normal = drawn(
      patients.flatMap((patient) => drawn(patient.normal, 120, 3)),
      4 * ectopic.length,
      4,
    );
    expect(ectopic.length).toBeGreaterThan(200);
    const { verdict, sets } = await compared(await furtherTrained([...normal, ...ectopic]));
    expect(verdict.promote).toBe(false);
    expect(verdict.sentence).toContain('as if it had learned from some');
    expect(sets[0]?.figures.difference.lossSeparation?.interval[1]).toBeLessThan(0);
  });

  it('is not made worse by a person whose labels are half wrong', async (context) => {
    await read(context);
    const { falseAlarms, trusted, taken } = labelled();
    // Who believes everybody's last label learns from many ectopic beats; the consensus from next to none.
    const shareOf = (alarms: readonly Example[]): number =>
      alarms.filter(({ isFalse }) => !isFalse).length / alarms.length;
    expect(shareOf(trusted)).toBeGreaterThan(0.2);
    expect(shareOf(taken)).toBeLessThan(0.05);
    expect(taken.length).toBeGreaterThan(falseAlarms / 2);
    const usual = patients.flatMap((patient) => drawn(patient.normal, 60, 5));
    const { verdict } = await compared(
      await furtherTrained([...usual, ...taken.flatMap(({ beats }) => beats)]),
    );
    expect(verdict.sentence).not.toContain('is worse in');
  });
});

interface Example {
  readonly alarm: LabelledAlarm;
  readonly beats: readonly LearnableBeat[];
  readonly isFalse: boolean;
  readonly excess: number;
}

/** Alarms of three beats, half of them false, labelled by a careful person and by one who labels half of them wrongly. */
function labelled() {
  const random = createSeededRandom(6);
  const examples = patients.flatMap((patient): Example[] => {
    const usual = new UsualBeats(drawn(patient.normal, 300, 7), selectionDefaults);
    return Array.from({ length: 12 }, (_, index) => index % 2 === 0).flatMap((isFalse, index) => {
      const beats = drawn(isFalse ? patient.normal : patient.ectopic, 3, 10 + index);
      if (beats.length < 3) return [];
      const excess = beats.map((beat) => usual.excessOf(beat)).sort((a, b) => a - b)[1] ?? 0;
      const sides = { ann: random.next() < 0.95, bob: random.next() < 0.5 };
      // The careful person has seen two thirds of them.
      const labels = Object.entries(sides).filter(([actor]) => actor === 'bob' || index % 3 > 0);
      const id = alarmId(patientId(patient.name), 'ventricular-run', index);
      return [
        {
          alarm: {
            episodeId: id,
            patientId: patientId(patient.name),
            kind: 'ventricular-run',
            raisedTimeUs: index,
            evidence: {
              beatTimesUs: beats.map(({ timeUs }) => timeUs),
              anomalyScores: [],
              fromUs: 0,
              toUs: 1,
            },
            labels: labels.map(([actor, isRight]) => ({
              actor,
              label: isRight === isFalse ? ('false' as const) : ('true' as const),
              timeUs: actor === 'ann' ? 0 : 1,
            })),
          },
          beats,
          isFalse,
          excess,
        },
      ];
    });
  });
  const decided = decideAlarms(examples);
  return {
    falseAlarms: examples.filter(({ isFalse }) => isFalse).length,
    trusted: examples.filter(({ alarm }) => alarm.labels.at(-1)?.label === 'false'),
    taken: examples.filter(({ alarm }) => decided.isFalse(alarm.episodeId) === true),
  };
}
