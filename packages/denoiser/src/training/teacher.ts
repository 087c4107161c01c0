import { inputChannels, noiseUnitHu } from '../network/network-input.ts';
import type { NetworkPass } from '../network/run-network.ts';
import { outputChannels, unshuffledSide } from '../network/residual-network.ts';
import type { PatchBatch } from './patch-batch.ts';

/**
 * Share of the teacher's image in the target; the rest is the full dose. The full dose has noise of its own, which nobody
 * can foretell; the teacher's image has none, but its errors.
 */
const teacherShare = 0.7;

/** The batch with a target between the full dose and what a larger network makes of the low dose. */
export async function taughtBatch(batch: PatchBatch, teacher: NetworkPass): Promise<PatchBatch> {
  const { side, size } = batch;
  const places = (side / unshuffledSide) ** 2;
  const clean = Float32Array.from(batch.clean);
  for (let patch = 0; patch < size; patch++) {
    const planes = channelsFirst(batch.planes.subarray(patch * places * inputChannels), places);
    const noise = await teacher(planes, { left: 0, top: 0, width: side, height: side });
    for (let place = 0; place < places; place++)
      for (let channel = 0; channel < outputChannels; channel++) {
        const at = (patch * places + place) * outputChannels + channel;
        const cleaned = (batch.noisy[at] ?? 0) - noiseUnitHu * (noise[channel * places + place] ?? 0);
        clean[at] = (1 - teacherShare) * (batch.clean[at] ?? 0) + teacherShare * cleaned;
      }
  }
  return { ...batch, clean };
}

/** `[places, inputChannels]` as `[inputChannels, places]`. */
function channelsFirst(values: Float32Array, places: number): Float32Array {
  const turned = new Float32Array(places * inputChannels);
  for (let place = 0; place < places; place++)
    for (let channel = 0; channel < inputChannels; channel++)
      turned[channel * places + place] = values[place * inputChannels + channel] ?? 0;
  return turned;
}
