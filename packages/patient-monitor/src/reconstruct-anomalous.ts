import type { PatientModel } from '@beatwatch/adaptation';
import type { Beat } from '@beatwatch/contracts';
import type { BatchOutcome } from './monitor-batch.ts';

type JudgedBeats = BatchOutcome['beats'];

/**
 * The beats with the reconstructions of those that are anomalous, where their model was asked for losses alone. Changes no monitor.
 * @param beats of a batch that has just been judged
 * @throws what `PatientModel.reconstruct` throws
 */
export async function reconstructAnomalous(beats: JudgedBeats): Promise<JudgedBeats> {
  const byModel = new Map<PatientModel, Beat[]>();
  for (const { monitor, beat, judged } of beats) {
    if (!judged.anomalous || judged.reconstruction.length > 0) continue;
    const model = monitor.modelFor(beat);
    byModel.set(model, [...(byModel.get(model) ?? []), beat]);
  }
  const found = new Map<Beat, Float32Array>();
  for (const [model, lacking] of byModel) {
    const reconstructions = await model.reconstruct?.(lacking.map((beat) => model.input(beat)));
    for (const [index, reconstruction] of (reconstructions ?? []).entries()) {
      const beat = lacking[index];
      if (beat !== undefined) found.set(beat, reconstruction);
    }
  }
  if (found.size === 0) return beats;
  return beats.map((one) => {
    const reconstruction = found.get(one.beat);
    return reconstruction === undefined ? one : { ...one, judged: { ...one.judged, reconstruction } };
  });
}
