import { parseArgs } from 'node:util';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { createTrainingEngine } from '../src/engines/create-training-engine.ts';
import { initialTrainingState } from '../src/engines/initial-training-state.ts';
import { createOnnxScoringEngine, createUntrainedModel, type Model } from '../src/index.ts';
import type { Precision } from '../src/onnx/lstm-scoring.ts';
import { scoringGraphOf } from '../src/onnx/scoring-graph.ts';
import { createSeededRandom } from '../src/random/seeded-random.ts';
import { measure, type Measurement } from './measure.ts';

const embedding = 128;
const sampleCount = 140;

interface Row extends Measurement {
  readonly task: 'score' | 'training step';
  readonly engine: string;
  readonly batch: number;
}

/**
 * Scoring and one training step of the seed LSTM autoencoder, with random weights. The peer is onnxruntime as one
 * would first use it: the plain graph with its default session, all cores, the whole batch at once. Beats a CPU second
 * count what the process used and hold on a busy machine; beats a second are what a caller waits for.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      batches: { type: 'string', default: '1,8,32,128' },
      seconds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  const batches = values.batches.split(',').map(Number);
  const minimumMs = 1000 * Number(values.seconds);
  const model = createUntrainedModel({ embedding, seed: 1 });
  const rows: Row[] = [];
  for (const batch of batches) {
    for (const contender of [engineContender(1), engineContender(2), engineContender(1, 'int8'), peer]) {
      const { engine, score, close } = await contender(model);
      const beats = randomBeats(batch);
      rows.push({
        task: 'score',
        engine,
        batch,
        ...(await measure(() => score(beats, batch), batch, minimumMs)),
      });
      await close();
    }
    for (const threads of [1, 2]) rows.push(await trainingStep(model, { batch, threads, minimumMs }));
  }
  if (values.json) console.log(JSON.stringify(rows));
  else console.table(rows);
}

interface Contender {
  readonly engine: string;
  readonly score: (beats: Float32Array, batch: number) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

const engineContender =
  (threads: number, precision: Precision = 'float32') =>
  async (model: Model): Promise<Contender> => {
    const engine = await createOnnxScoringEngine(model, { threads, precision });
    return {
      engine: `onnx ${precision}, ${threads} thread${threads === 1 ? '' : 's'}`,
      score: (beats, batch) => engine.score(beats, batch),
      close: () => engine.dispose(),
    };
  };

async function peer(model: Model): Promise<Contender> {
  const session = await InferenceSession.create(scoringGraphOf(model));
  return {
    engine: 'peer: onnxruntime as it comes',
    score: (beats, batch) => session.run({ beats: new Tensor('float32', beats, [batch, sampleCount]) }),
    close: () => session.release(),
  };
}

async function trainingStep(
  model: Model,
  { batch, threads, minimumMs }: { batch: number; threads: number; minimumMs: number },
): Promise<Row> {
  const state = initialTrainingState(model.parameters);
  const engine = await createTrainingEngine(
    model.manifest.architecture,
    { reconstruction: 'absolute-error-sum' },
    state,
    { threads },
  );
  const beats = randomBeats(batch);
  const examples = { inputs: beats, targets: beats, size: batch };
  const step = () => engine.step(examples, { learningRate: 1e-3, maximumGradientNorm: 100, seed: 0 });
  const measurement = await measure(step, batch, minimumMs);
  await engine.dispose();
  return {
    task: 'training step',
    engine: `onnx, ${threads} thread${threads === 1 ? '' : 's'}`,
    batch,
    ...measurement,
  };
}

function randomBeats(batch: number): Float32Array {
  const random = createSeededRandom(batch);
  return Float32Array.from({ length: batch * sampleCount }, () => random.normal());
}
