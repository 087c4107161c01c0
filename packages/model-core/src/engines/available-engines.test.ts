import { expect, it } from 'vitest';
import { findTensorflow } from '../tensorflow/installation.ts';
import { availableEngines, defaultScoringEngine, defaultTrainingEngine } from './available-engines.ts';

it('says of every engine that is not available why, and what to do', () => {
  const engines = availableEngines();
  expect(engines.map(({ name }) => name)).toEqual(['onnx', 'tensorflow', 'wasm']);
  for (const engine of engines) {
    if (engine.available) continue;
    expect(engine.reason).not.toBe('');
    expect(engine.remedy).not.toBe('');
  }
});

it('chooses an engine that is available and does such models', () => {
  const engineOf = (name: string) => availableEngines().find((engine) => engine.name === name)!;
  for (const kind of ['lstm-autoencoder', 'dense-autoencoder'] as const) {
    const training = engineOf(defaultTrainingEngine(kind).engine);
    expect(training.available && training.trains.includes(kind)).toBe(true);
    const scoring = engineOf(defaultScoringEngine().engine);
    expect(scoring.available && scoring.scores.includes(kind)).toBe(true);
  }
});

it.each(['23.0.0', '24.11.1'])('does without tensorflow on Node.js %s, and says so', (version) => {
  expect(findTensorflow(version)).toMatchObject({
    available: false,
    reason: expect.stringContaining(`this is ${version}`) as string,
  });
});
