import { rWindow88Microvolts, type Beat } from '@beatwatch/contracts';
import type { SignalModels } from '@beatwatch/ecg';
import { atrialWindowFeatures, atrialWindows } from '@beatwatch/rhythm';
import { secondsOf, type EcgRecording } from '../../live-path/ecg-recording.ts';
import { runLead, secondsFromStart } from '../../live-path/lead-run.ts';
import type { WearableLabel } from '../../reference/reference-labels.ts';

/** One window of a recording's beats, as the watch decides on it. */
interface RhythmWindow {
  readonly row: Float32Array;
  /** Whether it is atrial fibrillation; absent where it is both, or neither is known. */
  readonly target?: boolean;
}

/** A recording's beats and windows from the live path's lead pipeline, with what is known of its rhythm. */
export interface RhythmRecording {
  /** Folder of the record. */
  readonly dataSet: string;
  readonly record: string;
  /** Recordings of one patient stay together. */
  readonly patient: string;
  readonly seconds: number;
  readonly beats: readonly Beat[];
  readonly windows: readonly RhythmWindow[];
  /** Of a short recording as a whole. */
  readonly label?: WearableLabel;
  /** Of a long recording. */
  readonly rhythms: readonly RhythmSpan[];
}

/** Annotated rhythm, seconds from the recording's start. */
export interface RhythmSpan {
  readonly kind: 'fibrillation' | 'unclear';
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** What a recording's file does not say. */
export type RecordingName = Pick<RhythmRecording, 'dataSet' | 'record' | 'patient' | 'label'>;

/** Share of a window that has to be in fibrillation for it to count as such. */
const leastShare = 0.9;

export function describeRhythm(
  recording: EcgRecording,
  name: RecordingName,
  models: SignalModels,
): RhythmRecording {
  const beats: Beat[] = [];
  for (const { output } of runLead(recording, { models, preprocessing: rWindow88Microvolts })) {
    for (const observation of output.observations) {
      if (observation.kind === 'beat') beats.push(observation.beat);
    }
  }
  const rhythms = annotatedRhythms(recording);
  const { label } = name;
  const windows = atrialWindows(beats).flatMap((window): RhythmWindow[] => {
    const row = atrialWindowFeatures(window);
    if (row === undefined) return [];
    const [from, to] = [window[0]?.timeUs ?? 0, window.at(-1)?.timeUs ?? 0].map(secondsFromStart);
    const target = label === undefined ? targetOf(from ?? 0, to ?? 0, rhythms) : label === 'A';
    return [{ row, ...(target !== undefined && { target }) }];
  });
  return { ...name, seconds: secondsOf(recording), beats, windows, rhythms };
}

/** `(AFIB` of the rhythm annotations, each up to the next rhythm; flutter and supraventricular tachycardia are unclear. */
function annotatedRhythms(recording: EcgRecording): RhythmSpan[] {
  const { annotations, samplingRateHz } = recording;
  const rhythms = annotations.filter(({ aux }) => aux?.startsWith('('));
  return rhythms.flatMap(({ aux = '', sample }, index) => {
    const kind = kindOf(aux);
    if (kind === undefined) return [];
    const next = rhythms[index + 1];
    const toSeconds = next === undefined ? secondsOf(recording) : next.sample / samplingRateHz;
    return [{ kind, fromSeconds: sample / samplingRateHz, toSeconds }];
  });
}

function kindOf(aux: string): RhythmSpan['kind'] | undefined {
  if (aux.startsWith('(AFIB')) return 'fibrillation';
  return /^\((AFL|SVTA|AT)\b/.test(aux) ? 'unclear' : undefined;
}

function targetOf(from: number, to: number, rhythms: readonly RhythmSpan[]): boolean | undefined {
  if (overlap(from, to, rhythms) === 0) return false;
  const fibrillating = rhythms.filter(({ kind }) => kind === 'fibrillation');
  return overlap(from, to, fibrillating) >= leastShare * (to - from) ? true : undefined;
}

const overlap = (from: number, to: number, spans: readonly RhythmSpan[]): number =>
  spans.reduce(
    (sum, { fromSeconds, toSeconds }) =>
      sum + Math.max(0, Math.min(to, toSeconds) - Math.max(from, fromSeconds)),
    0,
  );
