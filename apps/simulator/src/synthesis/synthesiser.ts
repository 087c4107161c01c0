import { optionInRange } from '../errors.ts';
import type { ScriptEvent } from '../script/script.ts';
import { createCycles } from './cycles.ts';
import { createElectrode } from './electrode.ts';
import { createFibrillation } from './fibrillation.ts';
import { createNoise } from './noise.ts';
import { physiologyOf, type Physiology, type SyntheticLead } from './physiology.ts';
import { createRandom, streamSeed } from './random.ts';
import { createRhythm, type PlannedBeat } from './rhythm.ts';
import { createScriptedRates } from './scripted-rates.ts';
import { inTime, sinusWaves, supraventricularWaves, ventricularWaves, type Wave } from './waves.ts';

export interface SynthesiserOptions {
  /** The same seed gives the same person and the same signal. */
  readonly seed: number;
  /** 50 to 2000 Hz. */
  readonly samplingRateHz: number;
  /** Default `V2`. */
  readonly lead?: SyntheticLead;
  /** Default: the person that the seed stands for, in this lead; single values may be overruled. */
  readonly physiology?: Partial<Physiology>;
  /** Times from the start of the signal. Default: none. */
  readonly script?: readonly ScriptEvent[];
  /** Told of every beat some half a second before its R peak is read: the ground truth of tests. */
  readonly onBeat?: (beat: PlannedBeat) => void;
}

export interface EcgSynthesiser {
  readonly physiology: Physiology;
  /** Writes the samples that follow those written before, in mV; any length. */
  read(targetMv: Float32Array): void;
}

/** No wave of a beat reaches further before its R peak, nor after it. */
const reachBeforeSeconds = 0.6;
const reachAfterSeconds = 1.2;
/** Past so many standard deviations a Gaussian is below a thousandth of a percent of its height. */
const waveReach = 4.8;

/**
 * Synthesises one lead after the dynamical model of P. E. McSharry, G. D. Clifford, L. Tarassenko, L. A. Smith,
 * "A dynamical model for generating synthetic electrocardiogram signals", IEEE Trans. Biomed. Eng. 50(3):289-294
 * (2003). The model's differential equation pulls the trace through Gaussian extrema placed on a circle that is
 * run through once a beat. Here its solution for a constant angular velocity within each beat is evaluated
 * directly, a sum of Gaussians over phase, added beat by beat into a ring of samples: no integration step, the
 * cost does not depend on accuracy, and every sampling rate shows the same signal.
 * @throws SimulatorError where the sampling rate is out of range
 */
export function createSynthesiser(options: SynthesiserOptions): EcgSynthesiser {
  const { seed, lead = 'V2', script = [], onBeat } = options;
  const samplingRateHz = optionInRange('samplingRateHz', options.samplingRateHz, 50, 2000);
  const physiology = { ...physiologyOf(seed, lead), ...options.physiology };
  const stream = (index: number): ReturnType<typeof createRandom> => createRandom(streamSeed(seed, index));
  const rates = createScriptedRates(script);
  const ownCycleAt = createCycles(physiology, stream(1));
  const nextBeat = createRhythm({
    cycleAt: (timeSeconds) => rates(ownCycleAt(timeSeconds), timeSeconds),
    script,
    random: stream(2),
  });
  const noise = createNoise({ physiology, script, random: stream(3), samplingRateHz });
  const fibrillation = createFibrillation({ script, random: stream(4), samplingRateHz });
  const electrode = createElectrode(script);
  const beatWaves = createBeatWaves(physiology, rates);

  const chunk = Math.ceil(samplingRateHz);
  const ring = new Float32Array(
    chunk + Math.ceil((reachBeforeSeconds + reachAfterSeconds) * samplingRateHz) + 2,
  );
  let position = 0;
  let beat = nextBeat();

  const renderUntil = (endSeconds: number): void => {
    while (beat.timeSeconds < endSeconds + reachBeforeSeconds) {
      onBeat?.(beat);
      for (const wave of beatWaves(beat)) addWave(ring, position, wave, beat.timeSeconds, samplingRateHz);
      beat = nextBeat();
    }
  };

  return {
    physiology,
    read: (targetMv) => {
      for (let from = 0; from < targetMv.length; from += chunk) {
        const to = Math.min(from + chunk, targetMv.length);
        renderUntil((position + to - from) / samplingRateHz);
        for (let index = from; index < to; index++, position++) {
          const slot = position % ring.length;
          const seconds = position / samplingRateHz;
          targetMv[index] = electrode((ring[slot] ?? 0) + noise(seconds) + fibrillation(seconds), seconds);
          ring[slot] = 0;
        }
      }
    },
  };
}

function createBeatWaves(
  physiology: Physiology,
  rates: ReturnType<typeof createScriptedRates>,
): (beat: PlannedBeat) => Wave[] {
  const { morphology, breathingModulation, breathingHz } = physiology;
  const meanCycle = 60 / physiology.heartRateBpm;
  const sinus = sinusWaves(morphology, meanCycle);
  const ventricular = ventricularWaves(morphology);
  return ({ kind, timeSeconds, cycleBeforeSeconds, cycleAfterSeconds }) => {
    const scale = 1 + breathingModulation * Math.sin(2 * Math.PI * breathingHz * timeSeconds);
    const prevailing = rates(meanCycle, timeSeconds);
    const waves =
      kind === 'sinus'
        ? inTime(
            prevailing === meanCycle ? sinus : sinusWaves(morphology, prevailing),
            cycleBeforeSeconds,
            cycleAfterSeconds,
          )
        : kind === 'ventricular'
          ? ventricular
          : supraventricularWaves(morphology, meanCycle, cycleAfterSeconds);
    return waves.map((wave) => ({ ...wave, amplitudeMv: wave.amplitudeMv * scale }));
  };
}

/** Adds one Gaussian to those samples that are not yet read. */
function addWave(ring: Float32Array, position: number, wave: Wave, rSeconds: number, rateHz: number): void {
  const centre = (rSeconds + wave.centreSeconds) * rateHz;
  const width = wave.widthSeconds * rateHz;
  const first = Math.max(position, Math.ceil(centre - waveReach * width));
  const last = Math.min(Math.floor(centre + waveReach * width), position + ring.length - 1);
  const factor = -0.5 / (width * width);
  for (let index = first; index <= last; index++) {
    const offset = index - centre;
    const slot = index % ring.length;
    ring[slot] = (ring[slot] ?? 0) + wave.amplitudeMv * Math.exp(factor * offset * offset);
  }
}
