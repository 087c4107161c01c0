import { join } from 'node:path';
import { rWindow88Microvolts, type SignalSecond } from '@beatwatch/contracts';
import type { SignalModels } from '@beatwatch/ecg';
import { patientOf } from '../../alarm-outcomes/bootstrap.ts';
import {
  readEcgRecording,
  recordNames,
  secondsOf,
  type EcgRecording,
} from '../../live-path/ecg-recording.ts';
import { runLead, secondsFromStart } from '../../live-path/lead-run.ts';
import { readReferenceLabels } from '../../reference/reference-labels.ts';
import { beatsPerWindow, describeWindow, type DescribedWindow, type SequenceBeat } from './beat-window.ts';
import { groupedBy, spread } from './grouping.ts';
import { annotatedSignal, kindByAnnotations, kindByLabel, type WindowKind } from './window-kind.ts';

/** The databases that are read, first leads. */
export const databases = ['cinc2017-more', 'cpsc2021', 'mitdb', 'svdb', 'qtdb', 'vfdb', 'cudb'] as const;
export type Database = (typeof databases)[number];

export interface LabelledWindow extends DescribedWindow {
  readonly database: Database;
  readonly patient: string;
  readonly kind: WindowKind;
}

export interface ReadWindowsOptions {
  readonly dataFolder: string;
  readonly models: SignalModels;
  /** Records of each database, spread evenly. Default: all. */
  readonly recordsPerDatabase?: number;
  readonly onRecord?: (database: Database, name: string) => void;
}

/** Beats from one window to the next. */
const step = 8;
/** Of each kind from one record, spread evenly. */
const mostOfKind = 40;
/** A longer window holds a gap. */
const longestSeconds = 40;

/**
 * Sends the databases through the live path's lead pipeline and cuts their beats into windows; those whose kind is not
 * known are left out.
 * @throws StudyError or RecordingError if a folder or a file is missing or malformed
 */
export async function readWindows(options: ReadWindowsOptions): Promise<LabelledWindow[]> {
  const windows: LabelledWindow[] = [];
  for (const database of databases) {
    const folder = join(options.dataFolder, database);
    const labels = database === 'cinc2017-more' ? await readReferenceLabels(folder) : undefined;
    for (const name of spread(await recordNames(folder), options.recordsPerDatabase)) {
      options.onRecord?.(database, name);
      const recording = await readEcgRecording(folder, name);
      const label = labels?.get(name);
      const annotated = annotatedSignal(
        recording.annotations,
        recording.samplingRateHz,
        secondsOf(recording),
      );
      const kindOf = (from: number, to: number): WindowKind | undefined =>
        label === undefined ? kindByAnnotations(annotated, from, to) : kindByLabel(label);
      const patient = `${database} ${patientOf(name)}`;
      windows.push(
        ...[...groupedBy(recordingWindows(recording, options.models, kindOf), ({ kind }) => kind).values()]
          .flatMap((windowsOfKind) => spread(windowsOfKind, mostOfKind))
          .map((window) => ({
            ...describeWindow(window.beats, window.quality),
            kind: window.kind,
            database,
            patient,
          })),
      );
    }
  }
  return windows;
}

interface FoundWindow {
  readonly beats: readonly SequenceBeat[];
  readonly quality: number;
  readonly kind: WindowKind;
}

function recordingWindows(
  recording: EcgRecording,
  models: SignalModels,
  kindOf: (from: number, to: number) => WindowKind | undefined,
): FoundWindow[] {
  const { beats, seconds } = beatsAndSeconds(recording, models);
  const windows: FoundWindow[] = [];
  for (let from = 0; from + beatsPerWindow <= beats.length; from += step) {
    const chosen = beats.slice(from, from + beatsPerWindow);
    const [start, end] = [chosen[0]?.seconds ?? 0, (chosen.at(-1)?.seconds ?? 0) + 0.5];
    const kind = end - start > longestSeconds ? undefined : kindOf(start, end);
    if (kind === undefined) continue;
    windows.push({ beats: chosen, quality: meanQuality(seconds, start, end), kind });
  }
  return windows;
}

function beatsAndSeconds(recording: EcgRecording, models: SignalModels) {
  const beats: SequenceBeat[] = [];
  const seconds: SignalSecond[] = [];
  for (const { output } of runLead(recording, { models, preprocessing: rWindow88Microvolts })) {
    for (const observation of output.observations) {
      if (observation.kind === 'second') {
        seconds.push(observation.second);
        continue;
      }
      const { timeUs, rrIntervalMs: rrMs, samples } = observation.beat;
      beats.push({ seconds: secondsFromStart(timeUs), rrMs, samples });
    }
  }
  return { beats, seconds };
}

function meanQuality(seconds: readonly SignalSecond[], from: number, to: number): number {
  const inside = seconds.filter(({ timeUs }) => {
    const start = secondsFromStart(timeUs);
    return start >= from - 1 && start < to;
  });
  if (inside.length === 0) return 0.5;
  return inside.reduce((sum, { qualityIndex }) => sum + qualityIndex, 0) / inside.length;
}
