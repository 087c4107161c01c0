import { lastBegan } from '../script/occurrences.ts';
import { eventsOf, type ScriptEvent, type ScriptEventOf } from '../script/script.ts';
import { envelope } from './envelope.ts';
import type { Physiology } from './physiology.ts';
import type { SeededRandom } from '@beatwatch/statistics';

type NoiseEvent = ScriptEventOf<'muscle-noise' | 'electrode-motion' | 'baseline-wander'>;

const fadeSeconds = 0.3;
const slowWanderHz = 0.04;
const scriptedWanderHz = 0.3;
/** Moving electrode: pulls per second, and the time constant with which their offset decays. */
const pullsPerSecond = 10;
const offsetDecaySeconds = 0.15;
/** Corner of the low-pass of skin and gel. */
const lowPassHz = 20;

export interface NoiseOptions {
  readonly physiology: Physiology;
  readonly script: readonly ScriptEvent[];
  readonly random: SeededRandom;
  readonly samplingRateHz: number;
}

/** @returns noise of the next sample in mV, to be called once per sample in order of time */
export function createNoise(options: NoiseOptions): (timeSeconds: number) => number {
  const { physiology, script, random, samplingRateHz } = options;
  const { noiseMv, baselineWanderMv, breathingHz } = physiology;
  const breathingRad = 2 * Math.PI * breathingHz;
  const slowRad = 2 * Math.PI * slowWanderHz;
  const breathingPhase = random.uniform(0, 2 * Math.PI);
  const slowPhase = random.uniform(0, 2 * Math.PI);
  const scripted = eventsOf(script, 'muscle-noise', 'electrode-motion', 'baseline-wander').map((event) => ({
    event,
    draw: createScriptedNoise(event, random, samplingRateHz),
  }));
  return (timeSeconds) => {
    let noise =
      noiseMv * random.normal() +
      baselineWanderMv *
        (0.6 * Math.sin(breathingRad * timeSeconds + breathingPhase) +
          0.4 * Math.sin(slowRad * timeSeconds + slowPhase));
    for (const { event, draw } of scripted) {
      const began = lastBegan(event, timeSeconds);
      if (began === undefined) continue;
      const since = timeSeconds - began;
      if (since < event.forSeconds) noise += envelope(since, event.forSeconds, fadeSeconds) * draw(since);
    }
    return noise;
  };
}

function createScriptedNoise(
  { kind, amplitudeMv }: NoiseEvent,
  random: SeededRandom,
  samplingRateHz: number,
): (sinceSeconds: number) => number {
  switch (kind) {
    case 'muscle-noise':
      return () => amplitudeMv * random.normal();
    case 'baseline-wander':
      return (since) => amplitudeMv * Math.sin(2 * Math.PI * scriptedWanderHz * since);
    case 'electrode-motion': {
      const decay = Math.exp(-1 / (offsetDecaySeconds * samplingRateHz));
      const pull = amplitudeMv * Math.sqrt(2 / (offsetDecaySeconds * pullsPerSecond));
      const smoothing = Math.exp((-2 * Math.PI * lowPassHz) / samplingRateHz);
      let offset = 0;
      let smooth = 0;
      return () => {
        offset *= decay;
        if (random.next() < pullsPerSecond / samplingRateHz) offset += pull * random.normal();
        smooth = smoothing * smooth + (1 - smoothing) * offset;
        return smooth;
      };
    }
  }
}
