import {
  createThreadedEngine,
  fastestEngine,
  liveEngines,
  tryEngines,
  type EngineTrial,
  type LiveEngine,
  type LivePrecision,
  type Model,
  type ScoringEngine,
} from '@beatwatch/model-core';
import { describeError, parseConfig, type Environment, type Logger } from '@beatwatch/service-kit';
import { z } from 'zod';
import { engineForGpu } from './engine-for-gpu.ts';
import { withFallback, type FallbackOptions } from './fallback-engine.ts';

/** What `SCORER_ENGINE` may be. */
const engineNames = ['auto', ...liveEngines] as const;
export type EngineSetting = (typeof engineNames)[number];

/**
 * What scores beats. `auto` tries the engines that work here with each model at start and takes the fastest. Scores of different engines
 * differ in the last digits, and a restart may choose another: so it is not the default.
 */
export const engineVariable = z.enum(engineNames).default('onnx');

/** @throws ConfigError where `SCORER_ENGINE` is another name */
export const engineSettingOf = (env: Environment): EngineSetting =>
  parseConfig(z.object({ SCORER_ENGINE: engineVariable }), env).SCORER_ENGINE;

export interface EngineSettings {
  readonly engine: EngineSetting;
  readonly threads: number;
  readonly precision: LivePrecision;
  /** Beats that are scored together in a trial. */
  readonly batch: number;
}

/**
 * The engine for a model: the one that is set, or with `auto` the fastest that agrees with the plain definition. The trial of a
 * second is logged as a table.
 * @throws ModelCoreError (`engine-failed`) where no engine agrees
 */
export async function chooseEngine(
  model: Model,
  { engine, threads, precision, batch }: EngineSettings,
  logger?: Pick<Logger, 'info'>,
): Promise<LiveEngine> {
  if (engine !== 'auto') return engine;
  // Only one engine computes in each of these.
  if (precision === 'int8') return 'onnx';
  if (precision === 'float16') return 'webgpu';
  const trials = await tryEngines(model, { workers: threads, batch, nowMs: () => performance.now() });
  const chosen = fastestEngine(trials);
  logger?.info(
    { model: model.manifest.version, engine: chosen, trials: trials.map(trialLine) },
    'engine chosen by trial',
  );
  return chosen;
}

/** One line for people. */
export function trialLine({ engine, outcome, largestError, beatsPerSecond, reason }: EngineTrial): string {
  switch (outcome) {
    case 'agrees':
      return `${engine}: ${Math.round(beatsPerSecond ?? 0)} beats/s, largest error ${digits(largestError)}`;
    case 'differs':
      return `${engine}: left out, largest error ${digits(largestError)}`;
    case 'unavailable':
      return `${engine}: not in use, ${reason ?? 'for an unknown reason'}`;
  }
}

const digits = (error = Number.NaN): string => error.toExponential(0);

/**
 * Opens an engine for live beats; see {@link engineForGpu}. Where it fails later, a new one on the CPU takes over for good, and one line says so.
 * @throws ModelCoreError (`engine-failed`), with what to do, where the engine cannot run
 */
export async function openEngine(
  model: Model,
  engine: LiveEngine,
  { threads, precision }: Pick<EngineSettings, 'threads' | 'precision'>,
  logger?: Pick<Logger, 'error'>,
): Promise<ScoringEngine> {
  const usable = await engineForGpu(engine, logger);
  const opened = await createThreadedEngine(model, { engine: usable, workers: threads, precision });
  return withCpuBehind(opened, model, { threads, precision }, logger);
}

/** The engine, and one on the CPU that takes over for good where it fails. */
export function withCpuBehind(
  engine: ScoringEngine,
  model: Model,
  {
    threads,
    precision,
    ...patience
  }: Pick<EngineSettings, 'threads' | 'precision'> & Pick<FallbackOptions, 'patienceSeconds'>,
  logger?: Pick<Logger, 'error'>,
): ScoringEngine {
  const { name } = engine;
  return withFallback(engine, {
    ...patience,
    createFallback: () =>
      createThreadedEngine(model, {
        engine: 'onnx',
        workers: threads,
        precision: precision === 'int8' ? 'int8' : 'float32',
      }),
    onFailure: (error) => {
      logger?.error(
        { engine: name, model: model.manifest.version, error: describeError(error) },
        'the engine failed: beats are scored on the CPU by onnx from now on',
      );
    },
  });
}
