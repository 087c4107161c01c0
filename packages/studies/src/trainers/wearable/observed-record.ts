import { rWindow88Microvolts, type Beat, type SignalSecond } from '@beatwatch/contracts';
import type { SignalModels } from '@beatwatch/ecg';
import type { AamiClass } from '@beatwatch/recordings';
import { mayLearn, rememberSecond, type SecondTrust } from '@beatwatch/patient-monitor';
import { readEcgRecording, requireAnnotations } from '../../live-path/ecg-recording.ts';
import { runLead, secondsFromStart } from '../../live-path/lead-run.ts';
import { annotatedBeats, matchBeats } from '../../reference/annotated-beats.ts';

/** A beat as the live path cuts it, with its annotated class. */
export interface ObservedBeat {
  readonly beat: Beat;
  /** From the recording's start. */
  readonly seconds: number;
  /** Class of the annotated beat within 150 ms; undefined without one. */
  readonly aamiClass: AamiClass | undefined;
  /** Whether the patient's adaptation may learn from it: the signal around it was good when it was cut. */
  readonly learnable: boolean;
}

export interface ObservedRecord {
  readonly name: string;
  readonly beats: readonly ObservedBeat[];
}

/** Sends an annotated recording through the live path's lead pipeline. */
export async function observeRecord(
  folder: string,
  name: string,
  models: SignalModels,
): Promise<ObservedRecord> {
  const recording = await readEcgRecording(folder, name);
  requireAnnotations(recording);
  const beats: { beat: Beat; learnable: boolean }[] = [];
  let known: readonly SecondTrust[] = [];
  const remember = (second: SignalSecond): void => {
    known = rememberSecond(known, second);
  };
  for (const { output } of runLead(recording, { models, preprocessing: rWindow88Microvolts })) {
    for (const observation of output.observations) {
      if (observation.kind === 'second') remember(observation.second);
      else beats.push({ beat: observation.beat, learnable: mayLearn(known, observation.beat) });
    }
  }
  const peaks = beats.map(({ beat }) => secondsFromStart(beat.timeUs));
  const { annotations, samplingRateHz } = recording;
  const { matched } = matchBeats(annotatedBeats(annotations, samplingRateHz), peaks);
  const classAt = new Map(matched.map(({ seconds, annotated }) => [placeOf(seconds), annotated.aamiClass]));
  return {
    name,
    beats: beats.map((observed) => {
      const seconds = secondsFromStart(observed.beat.timeUs);
      return { ...observed, seconds, aamiClass: classAt.get(placeOf(seconds)) };
    }),
  };
}

/** A key that is robust to rounding: tenths of a millisecond. */
const placeOf = (seconds: number): number => Math.round(seconds * 1e4);
