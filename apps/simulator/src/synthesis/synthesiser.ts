import { optionInRange } from '../errors.ts';
import type { ScriptEvent } from '../script/script.ts';
import { createCycles } from './cycles.ts';
import { createElectrode } from './electrode.ts';
import { createFibrillation } from './fibrillation.ts';
import { createNoise } from './noise.ts';
import { physiologyOf, type Physiology, type SyntheticLead } from './physiology.ts';
import { createMulberryRandom, streamSeed } from '@beatwatch/statistics';
import { createRhythm, type PlannedBeat } from './rhythm.ts';
import { createScriptedRates } from './scripted-rates.ts';
import { inTime, sinusWaves, supraventricularWaves, ventricularWaves, type Wave } from './waves.ts';

export interface SynthesiserOptions {
  /** The same seed gives the same signal. */
  readonly seed: number;
  /** 50 to 2000 Hz. */
  readonly samplingRateHz: number;
  /** Default `V2`. */
  readonly lead?: SyntheticLead;
  /** Overrides single properties of the seed's physiology. */
  readonly physiology?: Partial<Physiology>;
  /** Events, timed from the start of the signal. Default none. */
  readonly script?: readonly ScriptEvent[];
  /** Called for every beat about half a second before its R peak is read. */
  readonly onBeat?: (beat: PlannedBeat) => void;
}

export interface EcgSynthesiser {
  readonly physiology: Physiology;
  /** Fills the array with the next samples, in mV. */
  read(targetMv: Float32Array): void;
}

/** Greatest extent of a beat's waves before and after its R peak. */
const reachBeforeSeconds = 0.6;
const reachAfterSeconds = 1.2;
/** Standard deviations after which a Gaussian is below 0.001 % of its height. */
const waveReach = 4.8;

/**
 * Synthesises one lead after P. E. McSharry, G. D. Clifford, L. Tarassenko, L. A. Smith, "A dynamical model for generating
 * synthetic electrocardiogram signals", IEEE Trans. Biomed. Eng. 50(3):289-294 (2003).
 *
 * The model's differential equation pulls the trace through Gaussian extrema on a circle, one turn per beat. This evaluates
 * its solution for a constant angular velocity within a beat: a sum of Gaussians over phase, added to a ring buffer beat by
 * beat. Without an integration step, the signal is the same at every sampling rate.
 * @throws SimulatorError if the sampling rate is out of range
 */
export function createSynthesiser(options: SynthesiserOptions): EcgSynthesiser {
  const { seed, lead = 'V2', script = [], onBeat } = options;
  const samplingRateHz = optionInRange('samplingRateHz', options.samplingRateHz, 50, 2000);
  const physiology = { ...physiologyOf(seed, lead), ...options.physiology };
  const stream = (index: number): ReturnType<typeof createMulberryRandom> =>
    createMulberryRandom(streamSeed(seed, index));
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
      for (const wave of beatWaves(beat)) addWave({ ring, position, samplingRateHz }, wave, beat.timeSeconds);
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
          const at = position % ring.length;
          const seconds = position / samplingRateHz;
          targetMv[index] = electrode((ring[at] ?? 0) + noise(seconds) + fibrillation(seconds), seconds);
          ring[at] = 0;
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

/** Samples from `position` on, at index `position % ring.length`. */
interface RingBuffer {
  readonly ring: Float32Array;
  readonly position: number;
  readonly samplingRateHz: number;
}

/** Adds a Gaussian to the samples that are not read yet. */
function addWave({ ring, position, samplingRateHz }: RingBuffer, wave: Wave, rSeconds: number): void {
  const centre = (rSeconds + wave.centreSeconds) * samplingRateHz;
  const width = wave.widthSeconds * samplingRateHz;
  const first = Math.max(position, Math.ceil(centre - waveReach * width));
  const last = Math.min(Math.floor(centre + waveReach * width), position + ring.length - 1);
  const factor = -0.5 / (width * width);
  for (let index = first; index <= last; index++) {
    const offset = index - centre;
    const at = index % ring.length;
    ring[at] = (ring[at] ?? 0) + wave.amplitudeMv * Math.exp(factor * offset * offset);
  }
}
