import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pythonForTest } from '../../../../test/stack/python.ts';
import { initialParametersOf, type Architecture } from '../autoencoders/architecture.ts';
import { vanillaAutoencoder, variationalAutoencoder } from '../autoencoders/dense-family.ts';
import { lstmAutoencoder } from '../autoencoders/lstm-autoencoder.ts';
import { createOnnxScoringEngine } from '../engines/onnx-scoring.ts';
import { createModel } from '../model.ts';
import { createSeededRandom } from '@beatwatch/statistics';
import { scoringGraphOf } from './scoring-graph.ts';

const requirements = new URL('../../../../test/stack/requirements-onnxruntime.txt', import.meta.url);

/** Runs the exported file with nothing but onnxruntime. */
const program = `
import json, sys
import numpy, onnxruntime
model, examples, batch = sys.argv[1:]
session = onnxruntime.InferenceSession(model)
inputs = numpy.fromfile(examples, dtype=numpy.float32).reshape(int(batch), -1)
names = [output.name for output in session.get_outputs()]
outputs = session.run(names, {'beats': inputs})
print(json.dumps({name: values.ravel().tolist() for name, values in zip(names, outputs)}))
`;

const batch = 3;
const architectures: Readonly<Record<string, Architecture>> = {
  LSTM: lstmAutoencoder({ embedding: 32 }),
  vanilla: vanillaAutoencoder({ latent: 3 }).architecture,
  variational: variationalAutoencoder({ latent: 5 }).architecture,
};

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beatwatch-onnx-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe("a model's ONNX file in Python's onnxruntime", () => {
  it.for(Object.entries(architectures))(
    'scores as the onnx engine does: %s',
    { timeout: 600_000 },
    async ([, architecture], context) => {
      const python = await pythonForTest(context, requirements);
      const model = createModel({ architecture, parameters: initialParametersOf(architecture, 7) });
      const random = createSeededRandom(1);
      const examples = Float32Array.from({ length: batch * architecture.sampleCount }, () => random.next());
      const [modelFile, examplesFile] = [join(directory, 'model.onnx'), join(directory, 'examples.f32')];
      await writeFile(modelFile, scoringGraphOf(model));
      await writeFile(examplesFile, examples);

      const args = ['-c', program, modelFile, examplesFile, String(batch)];
      const output: unknown = JSON.parse(execFileSync(python, args, { encoding: 'utf8' }));

      const engine = await createOnnxScoringEngine(model);
      const expected = await engine.score(examples, batch);
      await engine.dispose();
      const found = output as Record<keyof typeof expected, number[]>;
      for (const name of ['reconstructions', 'losses', 'latents'] as const) {
        expect(found[name]).toHaveLength(expected[name].length);
        expected[name].forEach((value, index) => {
          expect(Math.abs(found[name][index]! - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
        });
      }
    },
  );
});
