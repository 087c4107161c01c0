import { rWindow88Microvolts, type Beat, type BeatClass } from '@beatwatch/contracts';
import type { SignalModels } from '@beatwatch/ecg';
import { mayLearn, rememberSecond, type SecondTrust } from '@beatwatch/patient-monitor';
import type { EcgRecording } from '../../live-path/ecg-recording.ts';
import { runLead, secondsFromStart } from '../../live-path/lead-run.ts';
import { annotatedBeats, matchBeats } from '../../reference/annotated-beats.ts';

/** A beat as the live path cuts it, with its annotated class. */
export interface ObservedBeat {
  readonly beat: Beat;
  /** From the recording's start. */
  readonly seconds: number;
  /**
   * Class of the annotated beat within 150 ms, U without one. Undefined where the annotation names no class, and
   * in ventricular flutter, where beats are not annotated.
   */
  readonly beatClass: BeatClass | undefined;
  /** Whether the patient's adaptation may learn from it: the signal around it was good when it was cut. */
  readonly learnable: boolean;
}

/** Distance from a flutter wave within which a peak is a part of it. */
const flutterSeconds = 0.4;
const flutterWave = '!';

/** Sends a recording through the live path's lead pipeline; a recording without annotations has normal beats alone. */
export function observeRecording(recording: EcgRecording, models: SignalModels): readonly ObservedBeat[] {
  const beats: { beat: Beat; learnable: boolean }[] = [];
  let known: readonly SecondTrust[] = [];
  for (const { output } of runLead(recording, { models, preprocessing: rWindow88Microvolts })) {
    for (const observation of output.observations) {
      if (observation.kind === 'second') known = rememberSecond(known, observation.second);
      else beats.push({ beat: observation.beat, learnable: mayLearn(known, observation.beat) });
    }
  }
  const classOf = classifier(
    recording,
    beats.map(({ beat }) => secondsFromStart(beat.timeUs)),
  );
  return beats.map((observed) => {
    const seconds = secondsFromStart(observed.beat.timeUs);
    return { ...observed, seconds, beatClass: classOf(seconds) };
  });
}

function classifier(
  { annotations, samplingRateHz }: EcgRecording,
  peaks: readonly number[],
): (seconds: number) => BeatClass | undefined {
  if (annotations.length === 0) return () => 'N';
  const { matched } = matchBeats(
    annotatedBeats(annotations, samplingRateHz),
    peaks.toSorted((a, b) => a - b),
  );
  const matches = new Map(matched.map(({ seconds, annotated }) => [placeOf(seconds), annotated]));
  const flutter = annotations
    .filter(({ symbol }) => symbol === flutterWave)
    .map(({ sample }) => sample / samplingRateHz);
  return (seconds) => {
    const annotated = matches.get(placeOf(seconds));
    if (annotated !== undefined) {
      if (annotated.aamiClass !== 'Q') return annotated.aamiClass;
      return annotated.symbol === '/' ? 'P' : undefined;
    }
    return flutter.some((wave) => Math.abs(wave - seconds) < flutterSeconds) ? undefined : 'U';
  };
}

/** A key that is robust to rounding: tenths of a millisecond. */
const placeOf = (seconds: number): number => Math.round(seconds * 1e4);
