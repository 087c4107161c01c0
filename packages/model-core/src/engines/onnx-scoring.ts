import type { ModelVersion } from '@beatwatch/contracts';
import type { InferenceSession } from 'onnxruntime-node';
import type { Model, ModelManifest } from '../model.ts';
import { beatsInput } from '../onnx/lstm-forward.ts';
import { latentSizeOf } from '../autoencoders/architecture.ts';
import { scoringGraphOf } from '../onnx/scoring-graph.ts';
import type { Precision } from '../onnx/lstm-scoring.ts';
import { latentsOutput, lossesOutput, reconstructionsOutput } from '../onnx/scores.ts';
import type { BatchScores, ScoreOptions, ScoringEngine } from './engine.ts';
import { exampleRuns } from './example-runs.ts';
import {
  createSession,
  floatOutput,
  floatTensor,
  largestRun,
  runSession,
  type OnnxEngineOptions,
} from './onnx-session.ts';
import { requireBeats } from './requirements.ts';

export interface OnnxScoringOptions extends OnnxEngineOptions {
  /**
   * Precision of LSTM layers; dense layers are always `float32`. `int8` is two to three times as fast on processors
   * with VNNI, and its losses differ by a few per cent. Default `float32`.
   */
  readonly precision?: Precision;
}

/**
 * Scores beats on the CPU with onnxruntime.
 * @throws ModelCoreError (`engine-failed`) if onnxruntime rejects the model
 */
export async function createOnnxScoringEngine(
  model: Model,
  options: OnnxScoringOptions = {},
): Promise<ScoringEngine> {
  const graph = scoringGraphOf(model, options.precision);
  const session = await createSession(graph, options);
  return new OnnxScoringEngine(model.manifest, session);
}

class OnnxScoringEngine implements ScoringEngine {
  readonly name = 'onnx';
  readonly modelVersion: ModelVersion;
  readonly preprocessing: string;
  readonly sampleCount: number;
  readonly #latentSize: number;
  readonly #session: InferenceSession;

  constructor(manifest: ModelManifest, session: InferenceSession) {
    this.modelVersion = manifest.version;
    this.preprocessing = manifest.preprocessing;
    this.sampleCount = manifest.architecture.sampleCount;
    this.#latentSize = latentSizeOf(manifest.architecture);
    this.#session = session;
  }

  async score(
    beats: Float32Array,
    batch: number,
    { results = 'all' }: ScoreOptions = {},
  ): Promise<BatchScores> {
    requireBeats(beats, batch, this.sampleCount);
    const isAll = results === 'all';
    const losses = new Float64Array(batch);
    const reconstructions = new Float32Array(isAll ? beats.length : 0);
    const latents = new Float32Array(isAll ? batch * this.#latentSize : 0);
    for (const { first, count, examples } of exampleRuns(beats, batch, largestRun)) {
      const feeds = { [beatsInput]: floatTensor(examples, [count, this.sampleCount]) };
      const outputs = await runSession(this.#session, feeds, isAll ? undefined : [lossesOutput]);
      losses.set(floatOutput(outputs, lossesOutput), first);
      if (!isAll) continue;
      reconstructions.set(floatOutput(outputs, reconstructionsOutput), first * this.sampleCount);
      latents.set(floatOutput(outputs, latentsOutput), first * this.#latentSize);
    }
    return { losses, reconstructions, latents };
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }
}
