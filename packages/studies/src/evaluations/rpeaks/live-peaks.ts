import { rWindow88Microvolts } from '@beatwatch/contracts';
import type { SignalModels } from '@beatwatch/ecg';
import { secondsOf, type EcgRecording } from '../../live-path/ecg-recording.ts';
import { PeakCollector, runLead } from '../../live-path/lead-run.ts';
import { annotatedBeats, matchWindowSeconds } from '../../reference/annotated-beats.ts';

/** Longer than the live path ever waits for the signal after a beat. */
const heldSeconds = 1;

/**
 * R peaks of the live path, seconds. The last value is held for a second, as the live path decides on the last beats of a
 * signal only after it.
 */
export function livePeaks(recording: EcgRecording, models: SignalModels): readonly number[] {
  const { samples, samplingRateHz } = recording;
  const held = new Int16Array(samples.length + Math.ceil(heldSeconds * samplingRateHz));
  held.set(samples);
  held.fill(samples.at(-1) ?? 0, samples.length);
  const collector = new PeakCollector();
  const run = runLead({ ...recording, samples: held }, { models, preprocessing: rWindow88Microvolts });
  for (const { output } of run) collector.add(output);
  return collector.peaks.filter((seconds) => seconds < secondsOf(recording));
}

/** The span from the first annotated beat to the last, with the match window on each side, seconds. */
export function annotatedSpan({ annotations, samplingRateHz }: EcgRecording): { from: number; to: number } {
  const beats = annotatedBeats(annotations, samplingRateHz);
  const [first, last] = [beats[0]?.seconds ?? 0, beats.at(-1)?.seconds ?? 0];
  return { from: first - matchWindowSeconds, to: last + matchWindowSeconds + 1e-9 };
}
