import { deviceId, patientId, rWindow88Microvolts, type Beat } from '@beatwatch/contracts';
import { createSeededRandom } from '@beatwatch/statistics';
import type { EncodedBeat } from '../encode-beats.ts';
import { wearableInput } from './window.ts';

export type Kind = 'normal' | 'ectopic';

const usualRrMs = 800;
const startUs = 1_700_000_000_000_000;

/** Gaussian waves around the R peak: a narrow QRS complex with a T wave, or a broad one pointing down. */
const shapes: Readonly<Record<Kind, (ms: number) => number>> = {
  normal: (ms) => 1000 * Math.exp(-((ms / 14) ** 2)) + 200 * Math.exp(-(((ms - 260) / 60) ** 2)),
  ectopic: (ms) => -1300 * Math.exp(-((ms / 55) ** 2)) + 500 * Math.exp(-(((ms - 230) / 70) ** 2)),
};

/** Beats of a heart whose ectopic beats come early and are followed by a pause. */
export function heart(kinds: readonly Kind[], seed = 1): Beat[] {
  const random = createSeededRandom(seed);
  const rrBefore = kinds.map((kind, index) => {
    const usual = usualRrMs * (1 + 0.02 * random.normal());
    if (kind === 'ectopic') return 0.6 * usual;
    return kinds[index - 1] === 'ectopic' ? 1.4 * usual : usual;
  });
  let timeUs = startUs;
  return kinds.map((kind, index) => {
    timeUs += Math.round((rrBefore[index] ?? usualRrMs) * 1000);
    const rrIntervalMs = rrBefore[index + 1] ?? usualRrMs;
    return {
      patientId: patientId('heart'),
      deviceId: deviceId('d'),
      lead: 'II',
      timeUs,
      endTimeUs: timeUs + Math.round(rrIntervalMs * 1000),
      rrIntervalMs,
      ...(index > 0 && { precedingRrIntervalMs: rrBefore[index] ?? usualRrMs }),
      preprocessing: rWindow88Microvolts,
      samples: Float32Array.from(
        { length: 88 },
        (_, value) => shapes[kind](8 * (value - 31)) + 15 * random.normal(),
      ),
    };
  });
}

/** In place of an autoencoder: every eighth value of its input, held. */
export function encodedOf(beat: Beat): Pick<EncodedBeat, 'reconstruction'> {
  const input = wearableInput(beat);
  return { reconstruction: input.map((_, index) => input[(index >> 3) * 8 + 7] ?? 0) };
}
