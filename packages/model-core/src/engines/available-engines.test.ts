import { expect, it } from 'vitest';
import { findTensorflow } from '../tensorflow/installation.ts';
import { availableEngines, defaultScoringEngine, defaultTrainingEngine } from './available-engines.ts';

it('gives reason and remedy for every unavailable engine', () => {
  const engines = availableEngines();
  expect(engines.map(({ name }) => name)).toEqual(['onnx', 'tensorflow', 'wasm', 'webgpu']);
  for (const engine of engines) {
    if (engine.available) continue;
    expect(engine.reason).not.toBe('');
    expect(engine.remedy).not.toBe('');
  }
});

it('chooses an available engine that supports the kind of model', () => {
  const engineOf = (name: string) => availableEngines().find((engine) => engine.name === name)!;
  for (const kind of ['lstm-autoencoder', 'dense-autoencoder'] as const) {
    const training = engineOf(defaultTrainingEngine(kind).engine);
    expect(training.available && training.trains.includes(kind)).toBe(true);
    const scoring = engineOf(defaultScoringEngine().engine);
    expect(scoring.available && scoring.scores.includes(kind)).toBe(true);
  }
});

it.each(['23.0.0', '24.11.1'])('reports tensorflow as unavailable on Node.js %s', (version) => {
  expect(findTensorflow(version)).toMatchObject({
    available: false,
    reason: expect.stringContaining(`this is ${version}`) as string,
  });
});
