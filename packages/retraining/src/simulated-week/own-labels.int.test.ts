import { dirname } from 'node:path';
import { patientModel, wearableModelDirectory } from '@beatwatch/adaptation';
import type { BoostedTrees } from '@beatwatch/boosted-trees';
import { createScoringEngine, loadModel, type ScoringEngine } from '@beatwatch/model-core';
import { beatClassModelOf, loadBeatsModel } from '@beatwatch/signal-models';
import { readAnnotationScope, SignalModelChoice } from '@beatwatch/studies';
import { afterAll, expect, it } from 'vitest';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import { correctClasses, correctionDefaults } from '../beat-classes/correct-classes.ts';
import { referenceRows } from '../beat-classes/reference-rows.ts';
import { compareAlarms } from '../comparison/compare-alarms.ts';
import { recordingSet } from '../reference-sets/recordings.ts';
import { rowsOfWard } from './learned-trees.ts';
import { countsOf } from '../replayed-alarms/compare-counts.ts';
import { readPatient, type RecordedPatient } from '../replayed-alarms/recorded-patient.ts';
import { replay, type Replayed } from '../replayed-alarms/replay.ts';

/** A patient whom the model of this fold has not seen, and gives a false ventricular run every two minutes. */
const [fold, dataSet, labelled] = ['without-svdb', 'svdb', '841'];
/** With ventricular runs, tachycardias and bigeminy. */
const reference = ['215', '223'].map((name) => ({ dataSet: 'mitdb', name }));

let engine: ScoringEngine | undefined;
afterAll(() => engine?.dispose());

it('raises fewer of a patient’s false alarms once they are labelled, and no true one less on the reference set', async (context) => {
  const dataFolder = dirname(dirname(referenceFile(context, dataSet, `${labelled}.hea`)));
  const encoder = await loadModel(wearableModelDirectory(fold));
  const shipped = beatClassModelOf(await loadBeatsModel(wearableModelDirectory(fold, 'beats')));
  const encoding = await createScoringEngine(encoder);
  engine = encoding;
  const signalModels = await SignalModelChoice.open('data-set');
  const replayed = async (patient: RecordedPatient, trees: BoostedTrees): Promise<Replayed> =>
    replay(
      patient,
      patientModel(encoder.manifest, () => Promise.resolve([]), { ...shipped, trees }),
      await readAnnotationScope(dataFolder, [`svdb/${labelled}`, 'mitdb/215']),
    );

  const options = { dataSet, dataFolder, leads: 'first', signalModels, engine: encoding } as const;
  const recorded = await readPatient(labelled, options);
  const before = await replayed(recorded, shipped.trees);
  const known = await recordingSet('MIT-BIH', reference, dataFolder);
  const base = {
    engine: encoding,
    trees: shipped.trees,
    reference: await referenceRows(known === undefined ? [] : [known], encoding),
  };
  const rows = await rowsOfWard([before], base, { labelErrors: 0, seed: 1 });
  const trees = correctClasses(shipped.trees, rows ?? [], { ...correctionDefaults, seed: 42 });
  const after = await replayed(recorded, trees);

  const falseOf = ({ outcome }: Replayed): number => countsOf(outcome).ventricularFalse;
  expect(falseOf(before)).toBeGreaterThan(10);
  expect(falseOf(after)).toBeLessThan(0.6 * falseOf(before));
  const compared = await compareAlarms(
    reference.map((record) => ({
      name: record.name,
      title: record.name,
      judged: 'adapted',
      sequences: [],
      alarmsOf: { dataFolder, records: [record] },
    })),
    {
      champion: { model: encoder, beats: shipped },
      challenger: { model: encoder, beats: { ...shipped, trees } },
    },
  );
  expect(compared.map(({ name }) => name)).toEqual(['215', '223']);
  for (const { rates } of compared) {
    expect(rates.hours * rates.champion.trueAlarmsPerHour).toBeGreaterThan(3);
    expect(rates.challenger.trueAlarmsPerHour).toBeGreaterThanOrEqual(rates.champion.trueAlarmsPerHour);
    expect(rates.challenger.runSensitivity).toBeGreaterThanOrEqual(rates.champion.runSensitivity);
  }
});
