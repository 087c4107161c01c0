import { bandPass, cascadeState, filterInPlace } from '@beatwatch/ecg';
import { createSeededRandom } from '@beatwatch/statistics';
import type { EcgRecording } from '../../live-path/ecg-recording.ts';
import type { NoiseName } from '../../noise/mix-noise.ts';
import { noiseGain } from '../../noise/noise-gain.ts';
import { classOf, unlabelled, usableClass, type LabelledSignal } from './labelled-signal.ts';

export interface NoiseSource {
  readonly name: NoiseName;
  readonly samples: Int16Array;
  readonly samplingRateHz: number;
  /** Noise amplitude of `noiseAmplitude`, in counts. */
  readonly amplitude: number;
}

export interface MixPlan {
  /** Folder of the recording. */
  readonly dataSet: string;
  /** Peak-to-peak amplitude of the recording's QRS complexes, in counts. */
  readonly amplitude: number;
  readonly fold: number;
  readonly noises: readonly NoiseSource[];
  readonly seed: number;
  /** Length of each mix, in seconds. */
  readonly seconds: number;
  /** Thirds of the noise records to use: 0, 1, 2. */
  readonly thirds: readonly number[];
}

const snrsDb: Readonly<Record<NoiseName, readonly number[]>> = {
  em: [18, 12, 6, 0],
  ma: [18, 12, 6, 0],
  bw: [6, 0, -6],
};

/**
 * Yields excerpts of a recording with added noise, each at a signal-to-noise ratio as defined by `nst`. Noise varies
 * within its record, so the target of a second depends on the local ratio in the band of 0.7 to 40 Hz.
 */
export function* noisyMixes(
  recording: EcgRecording,
  plan: MixPlan,
): Generator<LabelledSignal, void, undefined> {
  const random = createSeededRandom(plan.seed);
  const { samples, samplingRateHz, microvoltsPerCount, name } = recording;
  const length = Math.min(samples.length, Math.round(plan.seconds * samplingRateHz));
  for (const third of plan.thirds) {
    for (const source of plan.noises) {
      for (const snrDb of snrsDb[source.name]) {
        const gain = noiseGain({ qrs: plan.amplitude, noise: source.amplitude }, snrDb);
        const from = Math.floor(random.uniform(0, samples.length - length));
        const noise = noiseExcerpt(source, third, random.next(), { length, samplingRateHz, gain });
        const local = localRatiosDb(noise, plan.amplitude, samplingRateHz);
        const mixed = Int16Array.from(noise, (value, at) =>
          Math.max(-32_768, Math.min(32_767, Math.round((samples[from + at] ?? 0) + value))),
        );
        yield {
          dataSet: plan.dataSet,
          record: name,
          samplingRateHz,
          microvoltsPerCount,
          samples: mixed,
          fold: plan.fold,
          noiseThird: third,
          groupOf: () => `${source.name} ${snrDb} dB`,
          targetOf: (second) => targetOf(source.name, snrDb, local[second] ?? 0),
          weightOf: () => 1,
        };
      }
    }
  }
}

/** An excerpt of a third of a noise record that starts at 0, resampled to the recording's rate by linear interpolation. */
function noiseExcerpt(
  { samples, samplingRateHz }: NoiseSource,
  third: number,
  place: number,
  to: { readonly length: number; readonly samplingRateHz: number; readonly gain: number },
): Float64Array {
  const step = samplingRateHz / to.samplingRateHz;
  const thirdLength = Math.floor(samples.length / 3);
  const start = third * thirdLength + Math.floor(place * Math.max(0, thirdLength - to.length * step - 2));
  const valueAt = (index: number): number => samples[index] ?? 0;
  return Float64Array.from({ length: to.length }, (_, index) => {
    const at = start + index * step;
    const before = Math.floor(at);
    const value = valueAt(before) + (at - before) * (valueAt(before + 1) - valueAt(before));
    return to.gain * (value - valueAt(start));
  });
}

/** Seconds over which noise is averaged; as in the features of the quality index. */
const averagedSeconds = 3;

/** Signal-to-noise ratio in 0.7 to 40 Hz over the last seconds, for each second. */
function localRatiosDb(noise: Float64Array, amplitude: number, samplingRateHz: number): number[] {
  const cascade = bandPass({ lowHz: 0.7, highHz: 40, samplingRateHz });
  const filtered = noise.slice();
  filterInPlace(cascade, cascadeState(cascade), filtered);
  const powers: number[] = [];
  for (let from = 0; from + samplingRateHz <= filtered.length; from += samplingRateHz) {
    const second = filtered.subarray(from, from + samplingRateHz);
    powers.push(second.reduce((sum, value) => sum + value * value, 0) / samplingRateHz);
  }
  return powers.map((_, second) => {
    const last = powers.slice(Math.max(0, second + 1 - averagedSeconds), second + 1);
    const power = last.reduce((sum, value) => sum + value, 0) / last.length;
    return 10 * Math.log10((amplitude * amplitude) / 8 / (power + 1e-3));
  });
}

/** A second is unusable below the first ratio and usable above the second. */
const limitsDb: Readonly<Record<NoiseName, readonly [number, number]>> = {
  em: [5, 9],
  ma: [7, 11],
  bw: [2, 7],
};

function targetOf(name: NoiseName, snrDb: number, localDb: number): number {
  const [unusableDb, usableDb] = limitsDb[name];
  const fault = name === 'em' ? 'electrode-motion' : name === 'ma' ? 'muscle' : 'baseline';
  if (name === 'ma' && snrDb === 0) return classOf(fault);
  if (localDb < unusableDb || (name === 'em' && snrDb === 0 && localDb < usableDb)) return classOf(fault);
  return localDb > usableDb ? usableClass : unlabelled;
}
