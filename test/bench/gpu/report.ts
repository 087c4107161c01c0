import { areaUnderRoc } from '@beatwatch/model-core';
import { relativeDifference } from '../../../packages/model-core/src/engines/engine-trials.ts';
import type { Machine } from '../machine.ts';
import type { Candidate } from './candidate.ts';
import { aurocStep, batchStep, goldenStep, type Finding, type Timing } from './finding.ts';
import type { Outcome } from './run-candidate.ts';

/** Largest difference of 32-bit engines from the golden numbers, relative to an array's largest magnitude. */
const goldenTolerance = 1e-4;
/** Largest difference of the AUROC from that of `onnx`, in half precision too. */
const aurocTolerance = 1e-3;

interface Rate extends Timing {
  readonly beatsPerSecond: number;
}

export interface EngineReport {
  readonly name: string;
  /** What it computes on; undefined where it did not come that far. */
  readonly device?: string;
  readonly goldenError?: number;
  /** Of the first beats of ECG5000_TEST_HALF: all 2,251, or as many as there was time for. */
  readonly auroc?: {
    readonly value: number;
    readonly beats: number;
    /** From that of `onnx` on the same beats. */
    readonly difference?: number;
    /** Largest difference of a loss from that of `onnx`, relative to the largest. */
    readonly largestLossError?: number;
  };
  readonly rates: readonly Rate[];
  readonly notMeasured: readonly { readonly step: string; readonly reason: string }[];
  readonly seconds: number;
}

export interface GpuReport {
  readonly startedAt: string;
  readonly machine: Machine;
  /** As nvidia-smi gives them. */
  readonly gpus: readonly string[];
  readonly model: string;
  readonly minutes: number;
  readonly secondsTaken: number;
  readonly engines: readonly EngineReport[];
  /** What is not as it must be; empty where all is well. */
  readonly problems: readonly string[];
}

/** What a candidate's losses are compared with. */
export interface Reference {
  /** Whether each beat of the test half is anomalous. */
  readonly anomalous: readonly boolean[];
  /** Losses by `onnx`; undefined where it gave none. */
  readonly losses?: readonly number[];
}

/** Everything that a candidate was to find, found or not and why. */
export function reportOf(
  candidate: Candidate,
  { findings, ended, seconds }: Outcome,
  reference: Reference | undefined,
): EngineReport {
  const of = <Kind extends Finding['kind']>(kind: Kind): Extract<Finding, { kind: Kind }>[] =>
    findings.filter((finding): finding is Extract<Finding, { kind: Kind }> => finding.kind === kind);
  const device = of('device')[0]?.device;
  const goldenError = of('golden')[0]?.largestError;
  const losses = of('losses')[0]?.losses;
  const auroc = losses === undefined || reference === undefined ? undefined : aurocOf(losses, reference);
  const rates = of('rate').map(({ kind: _, ...timing }) => ({
    ...timing,
    beatsPerSecond: (1000 * timing.batch) / timing.medianMs,
  }));
  const found = new Set([
    ...(goldenError === undefined ? [] : [goldenStep]),
    ...(auroc === undefined ? [] : [aurocStep]),
    ...rates.map(({ batch }) => batchStep(batch)),
  ]);
  const leftOut = new Map(of('left-out').map(({ step, reason }) => [step, reason]));
  return {
    name: candidate.name,
    ...(device !== undefined && { device }),
    ...(goldenError !== undefined && { goldenError }),
    ...(auroc !== undefined && { auroc }),
    rates,
    notMeasured: candidate.steps
      .filter((step) => !found.has(step))
      .map((step) => ({ step, reason: leftOut.get(step) ?? ended ?? 'it said nothing about it' })),
    seconds,
  };
}

function aurocOf(
  losses: readonly number[],
  { anomalous, losses: expected = [] }: Reference,
): EngineReport['auroc'] {
  const valueOf = (scores: readonly number[]): number =>
    areaUnderRoc({ scores, positive: anomalous.slice(0, scores.length) });
  const value = valueOf(losses);
  if (!Number.isFinite(value)) return undefined;
  if (expected.length < losses.length) return { value, beats: losses.length };
  const same = expected.slice(0, losses.length);
  return {
    value,
    beats: losses.length,
    difference: value - valueOf(same),
    largestLossError: relativeDifference(losses, same),
  };
}

/** What is not as it must be. A missing engine is no problem: it says why. */
export function problemsOf(candidates: readonly Candidate[], reports: readonly EngineReport[]): string[] {
  return reports.flatMap(({ name, goldenError, auroc }) => {
    const { isFloat32 = true } = candidates.find((one) => one.name === name) ?? {};
    const difference = auroc?.difference ?? 0;
    return [
      ...(isFloat32 && goldenError !== undefined && !(goldenError <= goldenTolerance)
        ? [
            `${name}: golden numbers: found a difference of ${goldenError}, expected at most ${goldenTolerance}`,
          ]
        : []),
      ...(Math.abs(difference) <= aurocTolerance
        ? []
        : [`${name}: AUROC: found ${difference} from onnx's, expected at most ${aurocTolerance}`]),
    ];
  });
}
