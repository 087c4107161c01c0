import { createSeededRandom } from '@beatwatch/statistics';
import { ModelCoreError } from '../errors.ts';
import type { Model } from '../model.ts';
import { availableEngines } from './available-engines.ts';
import type { BatchScores, ScoringEngine } from './engine.ts';
import { plainScores } from './plain-scores.ts';
import { createThreadedEngine, liveEngines, type LiveEngine } from './threaded-engine.ts';

/** Largest difference from the plain definition, relative to the largest magnitude of an array. */
const tolerance = 1e-4;

/** Another engine is taken in place of `onnx` if it is this many times as fast, so that the choice does not hang on noise. */
const worthwhile = 1.2;

/** What a trial of one engine showed. */
export interface EngineTrial {
  readonly engine: LiveEngine;
  readonly outcome: 'agrees' | 'differs' | 'unavailable';
  /** Largest difference from the plain definition, relative to the largest magnitude; undefined where it could not run. */
  readonly largestError?: number;
  /** Undefined unless it agrees. */
  readonly beatsPerSecond?: number;
  /** Why it is unavailable, as a clause. */
  readonly reason?: string;
  /** What to do about it. */
  readonly remedy?: string;
}

export interface TryEnginesOptions {
  /** A clock of milliseconds, as `performance.now`. */
  readonly nowMs: () => number;
  /** Default: all that score live beats. */
  readonly engines?: readonly LiveEngine[];
  /** Threads of the engine `onnx`. Default 1. */
  readonly workers?: number;
  /** Beats scored together while the time is taken. Default 32. */
  readonly batch?: number;
  /** Time for the measurement of all engines together, after their first run. Default 1000. */
  readonly measureMs?: number;
}

/**
 * Tries engines with a model, one after the other: whether each agrees with the plain definition on two beats, and how fast it
 * is. An engine that fails is a finding, not an error.
 */
export async function tryEngines(model: Model, options: TryEnginesOptions): Promise<EngineTrial[]> {
  const { engines = liveEngines, workers = 1, batch = 32, measureMs = 1000, nowMs } = options;
  const { sampleCount } = model.manifest.architecture;
  const checked = 2;
  const beats = randomBeats(Math.max(batch, checked), sampleCount);
  const few = beats.slice(0, checked * sampleCount);
  const expected = plainScores(model, few, checked);
  const trials: EngineTrial[] = [];
  for (const engine of engines) {
    const unavailable = unavailability(engine);
    if (unavailable !== undefined) {
      trials.push({ engine, outcome: 'unavailable', ...unavailable });
      continue;
    }
    trials.push(
      await tryEngine(engine, () => createThreadedEngine(model, { engine, workers }), {
        few,
        checked,
        expected,
        many: beats.slice(0, batch * sampleCount),
        batch,
        measureMs: measureMs / engines.length,
        nowMs,
      }),
    );
  }
  return trials;
}

/**
 * The fastest engine that agrees with the plain definition; `onnx` unless another is a fifth faster.
 * @throws ModelCoreError (`engine-failed`) if none agrees
 */
export function fastestEngine(trials: readonly EngineTrial[]): LiveEngine {
  const rate = ({ beatsPerSecond = 0, engine }: EngineTrial): number =>
    engine === 'onnx' ? beatsPerSecond * worthwhile : beatsPerSecond;
  const [best] = trials.filter(({ outcome }) => outcome === 'agrees').sort((a, b) => rate(b) - rate(a));
  if (best !== undefined) return best.engine;
  const found = trials
    .map(({ engine, outcome, reason }) => `${engine} ${reason === undefined ? outcome : `(${reason})`}`)
    .join(', ');
  throw new ModelCoreError(
    { field: 'engine', found, expected: 'one that scores as the plain definition of the model does' },
    { code: 'engine-failed' },
  );
}

function unavailability(engine: LiveEngine): { reason: string; remedy: string } | undefined {
  const found = availableEngines().find(({ name }) => name === engine);
  if (found === undefined || found.available) return undefined;
  return { reason: found.reason, remedy: found.remedy };
}

interface Trial {
  readonly few: Float32Array;
  readonly checked: number;
  readonly expected: BatchScores;
  readonly many: Float32Array;
  readonly batch: number;
  readonly measureMs: number;
  readonly nowMs: () => number;
}

async function tryEngine(
  engine: LiveEngine,
  create: () => Promise<ScoringEngine>,
  trial: Trial,
): Promise<EngineTrial> {
  let created: ScoringEngine | undefined;
  try {
    created = await create();
    const { losses } = await created.score(trial.few, trial.checked, { results: 'losses' });
    const largestError = Math.max(
      largestDifference(await created.score(trial.few, trial.checked), trial.expected),
      relativeDifference(losses, trial.expected.losses),
    );
    if (!(largestError <= tolerance)) return { engine, outcome: 'differs', largestError };
    const bestMs = await shortestRunMs(created, trial);
    return { engine, outcome: 'agrees', largestError, beatsPerSecond: (1000 * trial.batch) / bestMs };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { engine, outcome: 'unavailable', reason };
  } finally {
    await created?.dispose();
  }
}

/** The shortest is what other load on the machine affects least. The first run is not counted: it prepares. */
async function shortestRunMs(
  engine: ScoringEngine,
  { many, batch, measureMs, nowMs }: Pick<Trial, 'many' | 'batch' | 'measureMs' | 'nowMs'>,
): Promise<number> {
  await engine.score(many, batch);
  let shortestMs = Number.POSITIVE_INFINITY;
  const beganMs = nowMs();
  do {
    const beforeMs = nowMs();
    await engine.score(many, batch);
    shortestMs = Math.min(shortestMs, nowMs() - beforeMs);
  } while (nowMs() - beganMs < measureMs);
  return shortestMs;
}

/** Largest over the three results; NaN where a number is missing or none. */
export function largestDifference(found: BatchScores, expected: BatchScores): number {
  const parts = ['losses', 'reconstructions', 'latents'] as const;
  return Math.max(...parts.map((part) => relativeDifference(found[part], expected[part])));
}

/** Largest difference, relative to the largest expected magnitude; NaN where a number is missing or none. */
export function relativeDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Number.NaN;
  let [difference, magnitude] = [0, 0];
  for (let at = 0; at < expected.length; at++) {
    const wanted = expected[at] ?? Number.NaN;
    difference = Math.max(difference, Math.abs((found[at] ?? Number.NaN) - wanted));
    magnitude = Math.max(magnitude, Math.abs(wanted));
  }
  return difference / magnitude;
}

function randomBeats(count: number, sampleCount: number): Float32Array {
  const random = createSeededRandom(1);
  return Float32Array.from({ length: count * sampleCount }, () => random.normal());
}
