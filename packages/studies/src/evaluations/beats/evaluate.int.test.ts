import { dirname } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { referenceFile } from '../../../../../test/stack/reference-data.ts';
import { evaluateBeats } from './evaluate.ts';

const run = { command: 'a test', nowMs: () => 0 };

describe('evaluateBeats on DS1', () => {
  let evaluated: ReturnType<typeof evaluateBeats> | undefined;
  const evaluation = async (context: TestContext) => {
    const folder = dirname(referenceFile(context, 'mitdb', '106.hea'));
    evaluated ??= evaluateBeats({ ...run, folder, only: ['106', '209'] });
    return (await evaluated).evaluation;
  };

  it('judges each record by a model that was not trained on it', async (context) => {
    const { records } = await evaluation(context);
    expect(Object.keys(records)).toEqual(['106', '209']);
    for (const { crossValidated } of Object.values(records)) expect(crossValidated).toBe(true);
  });

  it('finds the beats, and ranks ectopic ones above normal ones', async (context) => {
    const { records } = await evaluation(context);
    expect(records['106']?.rPeakSensitivity).toBeGreaterThan(0.998);
    expect(records['106']?.rPeakPositivePredictivity).toBeGreaterThan(0.998);
    expect(records['106']?.aurocV).toBeGreaterThan(0.995);
    expect(records['209']?.aurocS).toBeGreaterThan(0.97);
  });

  it('compares plain methods on the same beats', async (context) => {
    const { baselines } = await evaluation(context);
    expect(Object.keys(baselines).sort()).toEqual([
      'anomalyScore',
      'nearestNeighbours',
      'template',
      'unadaptedAutoencoder',
    ]);
    expect(baselines['template']?.aurocV).toBeGreaterThan(0.99);
    expect(baselines['nearestNeighbours']?.aurocS).toBeGreaterThan(0.95);
  });

  it('decides on the classes of beats', async (context) => {
    const { records } = await evaluation(context);
    expect(records['106']?.classes.V?.f1).toBeGreaterThan(0.95);
    expect(records['106']?.classes.N?.f1).toBeGreaterThan(0.98);
  });

  it('hardly raises a false alarm that sounds', async (context) => {
    const { records } = await evaluation(context);
    expect(records['106']).toMatchObject({ events: 1, highFalseAlarms: 0 });
    expect(records['209']).toMatchObject({ events: 0, highFalseAlarms: 0 });
    expect(records['209']?.soundingFalseAlarms).toBeLessThanOrEqual(1);
  });
});
