import { join } from 'node:path';
import { rWindow88Microvolts, type Beat } from '@beatwatch/contracts';
import type { SignalModels } from '@beatwatch/ecg';
import { wearableInput } from '@beatwatch/adaptation';
import type { AamiClass } from '@beatwatch/recordings';
import {
  readEcgRecording,
  recordNames,
  secondsOf,
  type EcgRecording,
} from '../../live-path/ecg-recording.ts';
import { runLead, secondsFromStart } from '../../live-path/lead-run.ts';
import { annotatedBeats, matchBeats } from '../../reference/annotated-beats.ts';
import { fibrillationEpisodes } from '../../reference/rhythm-events.ts';

/** The patient's first minutes, from which nothing is judged. */
export const learningSeconds = 300;

/** Class of a detection: that of the annotated beat, an artefact without one, or a wave of ventricular tachycardia, flutter or fibrillation. */
export type StudyClass = AamiClass | 'artefact' | 'ventricular-rhythm';

export interface StudyBeat {
  readonly beat: Beat;
  /** From the recording's start. */
  readonly seconds: number;
  /** Absent where it is not known. */
  readonly kind?: StudyClass;
  /** The autoencoder's input. */
  readonly input: Float32Array;
}

/** The detections of one patient. */
export interface StudyPatient {
  readonly dataSet: string;
  readonly name: string;
  readonly beats: readonly StudyBeat[];
}

/** Sends the records of a folder through the live path's lead pipeline. */
export async function* studyPatients(
  dataFolder: string,
  dataSet: string,
  { models, only }: { readonly models: SignalModels; readonly only?: readonly string[] },
): AsyncGenerator<StudyPatient, void, undefined> {
  const folder = join(dataFolder, dataSet);
  for (const name of await recordNames(folder, only)) {
    yield { dataSet, name, beats: studyBeats(await readEcgRecording(folder, name), models) };
  }
}

export function studyBeats(recording: EcgRecording, models: SignalModels): StudyBeat[] {
  const beats: Beat[] = [];
  for (const { output } of runLead(recording, { models, preprocessing: rWindow88Microvolts })) {
    for (const observation of output.observations) {
      if (observation.kind === 'beat') beats.push(observation.beat);
    }
  }
  const kindAt = kindsOf(recording, beats);
  return beats.map((beat, index) => {
    const kind = kindAt(index);
    const seconds = secondsFromStart(beat.timeUs);
    return { beat, seconds, input: wearableInput(beat), ...(kind !== undefined && { kind }) };
  });
}

/** Rhythms that have no annotated beats of their own, or none that are told apart. */
const ventricularRhythm = /^\((VT|VFL|VF|VFIB|VER)\b/;
const normalRhythm = /^\((N|NSR)\b/;

function kindsOf(recording: EcgRecording, beats: readonly Beat[]): (index: number) => StudyClass | undefined {
  const { annotations, samplingRateHz } = recording;
  const annotated = annotatedBeats(annotations, samplingRateHz);
  const seconds = beats.map(({ timeUs }) => secondsFromStart(timeUs));
  const rhythmAt = rhythms(recording);
  if (annotated.length === 0) {
    return (index) => {
      const rhythm = rhythmAt(seconds[index] ?? 0) ?? '';
      if (ventricularRhythm.test(rhythm)) return 'ventricular-rhythm';
      return normalRhythm.test(rhythm) ? 'N' : undefined;
    };
  }
  const classes = new Map(
    matchBeats(annotated, seconds).matched.map((match) => [
      match.seconds.toFixed(4),
      match.annotated.aamiClass,
    ]),
  );
  const fibrillations = fibrillationEpisodes(annotations, samplingRateHz, secondsOf(recording));
  return (index) => {
    const at = seconds[index] ?? 0;
    const isFibrillating = fibrillations.some(
      ({ onsetSeconds, endSeconds }) => at >= onsetSeconds && at <= endSeconds,
    );
    return isFibrillating ? 'ventricular-rhythm' : (classes.get(at.toFixed(4)) ?? 'artefact');
  };
}

function rhythms({ annotations, samplingRateHz }: EcgRecording): (seconds: number) => string | undefined {
  const changes = annotations.filter(({ aux }) => aux?.startsWith('('));
  return (seconds) => changes.findLast(({ sample }) => sample / samplingRateHz <= seconds)?.aux;
}
