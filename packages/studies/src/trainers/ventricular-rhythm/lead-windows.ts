import type { Beat, SignalSecond } from '@beatwatch/contracts';
import { mayLearn, rememberSecond, type SecondTrust } from '@beatwatch/patient-monitor';
import {
  noVentricularRhythm,
  rememberRhythmSecond,
  rememberVentricularBeat,
  ventricularWindowFeatures,
} from '@beatwatch/rhythm';
import type { EcgRecording } from '../../live-path/ecg-recording.ts';
import type { RecordModel } from '../../live-path/evaluation-models.ts';
import { runLead, secondsFromStart } from '../../live-path/lead-run.ts';

/** A window of one lead, as the live path sees it. */
export interface LeadWindow {
  /** End of the window, from the recording's start. */
  readonly endSeconds: number;
  readonly row: Float32Array;
}

type Step =
  | { readonly kind: 'beat'; readonly beat: Beat; readonly learn: boolean }
  | { readonly kind: 'second'; readonly second: SignalSecond };

const batch = 512;

/** The windows of one lead, one a second: the lead through the live path up to the patient's classes of beats. */
export async function leadWindows(
  recording: EcgRecording,
  { model, signalModels, preprocessing }: Pick<RecordModel, 'model' | 'signalModels' | 'preprocessing'>,
): Promise<LeadWindow[]> {
  const steps: Step[] = [];
  let known: readonly SecondTrust[] = [];
  for (const { output } of runLead(recording, { models: signalModels, preprocessing })) {
    for (const observation of output.observations) {
      if (observation.kind === 'second') {
        known = rememberSecond(known, observation.second);
        steps.push(observation);
      } else steps.push({ ...observation, learn: mayLearn(known, observation.beat) });
    }
  }
  const beats = steps.flatMap((step) => (step.kind === 'beat' ? [step.beat] : []));
  const codes = new Map<Beat, Awaited<ReturnType<typeof model.encode>>[number]>();
  for (let from = 0; from < beats.length; from += batch) {
    const some = beats.slice(from, from + batch);
    const encoded = await model.encode(some.map((beat) => model.input(beat)));
    some.forEach((beat, index) => {
      const code = encoded[index];
      if (code !== undefined) codes.set(beat, code);
    });
  }
  const adaptation = model.begin();
  let state = noVentricularRhythm;
  const windows: LeadWindow[] = [];
  for (const step of steps) {
    if (step.kind === 'beat') {
      const code = codes.get(step.beat);
      if (code === undefined) continue;
      const { classProbabilities } = adaptation.judge(step.beat, code, { learn: step.learn });
      state = rememberVentricularBeat(state, {
        ...step.beat,
        ...(classProbabilities && { classProbabilities }),
      });
      continue;
    }
    state = rememberRhythmSecond(state, step.second);
    const row = ventricularWindowFeatures(state);
    if (row !== undefined) windows.push({ endSeconds: secondsFromStart(step.second.endTimeUs), row });
  }
  return windows;
}
