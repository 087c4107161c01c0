import { dirname } from 'node:path';
import { patientModel, wearableModelDirectory, type PatientModel } from '@beatwatch/adaptation';
import type { BoostedTrees } from '@beatwatch/boosted-trees';
import { createScoringEngine, loadModel, type ScoringEngine } from '@beatwatch/model-core';
import { beatClassModelOf, loadBeatsModel } from '@beatwatch/signal-models';
import { readAnnotationScope, SignalModelChoice } from '@beatwatch/studies';
import { afterAll, expect, it } from 'vitest';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import { correctClasses, correctionDefaults } from '../beat-classes/correct-classes.ts';
import { rowsOfWard } from './learned-trees.ts';
import { countsOf } from './patient-counts.ts';
import { readPatient } from './recorded-patient.ts';
import { replay, type Replayed } from './replay.ts';

/** Has learned from none of these recordings. */
const dataSet = 'svdb';
const fold = `without-${dataSet}`;
const labelled = '841';
/** With ventricular runs, of other people. */
const others = ['859', '863'];

let engine: ScoringEngine | undefined;
afterAll(() => engine?.dispose());

it('raises fewer of a patient’s false alarms once they are labelled, and misses no true one of others', async (context) => {
  const dataFolder = dirname(dirname(referenceFile(context, dataSet, `${labelled}.hea`)));
  const encoder = await loadModel(wearableModelDirectory(fold));
  const shipped = beatClassModelOf(await loadBeatsModel(wearableModelDirectory(fold, 'beats')));
  engine = await createScoringEngine(encoder);
  const options = {
    dataFolder,
    dataSet,
    leads: 'first' as const,
    signalModels: await SignalModelChoice.open('data-set'),
    engine,
  };
  const scope = await readAnnotationScope(`${dataFolder}/${dataSet}`, [labelled, ...others]);
  const modelOf = (trees: BoostedTrees): PatientModel =>
    patientModel(encoder.manifest, () => Promise.resolve([]), { ...shipped, trees });
  const recorded = await readPatient(labelled, options);
  const before = await replay(recorded, modelOf(shipped.trees), scope);
  const base = { engine, trees: shipped.trees, reference: [] };
  const rows = await rowsOfWard([before], base, { labelErrors: 0, seed: 1 });
  const trees = correctClasses(shipped.trees, rows ?? [], { ...correctionDefaults, seed: 42 });
  const after = await replay(recorded, modelOf(trees), scope);

  const falseOf = ({ outcome }: Replayed): number => countsOf(outcome).ventricularFalse;
  expect(falseOf(before)).toBeGreaterThan(4);
  expect(falseOf(after)).toBeLessThan(0.5 * falseOf(before));
  for (const name of others) {
    const other = await readPatient(name, options);
    const [one, two] = [shipped.trees, trees].map((of) => replay(other, modelOf(of), scope));
    const [known, now] = [countsOf((await one!).outcome), countsOf((await two!).outcome)];
    expect(known.trueAlarms).toBeGreaterThan(3);
    expect(now.trueAlarms).toBeGreaterThanOrEqual(known.trueAlarms);
    expect(now.alarmedEvents).toBe(known.alarmedEvents);
  }
});
