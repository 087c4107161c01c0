import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { LivePreprocessing } from '@beatwatch/ecg';
import {
  isBeatAnnotation,
  leadOf,
  leadSeconds,
  readBeatTable,
  readRecording,
  type ReadOptions,
} from '@beatwatch/recordings';
import { patientId, deviceId, type DeviceId, type PatientId } from '@beatwatch/contracts';
import { loadSignalModels } from '@beatwatch/signal-models';
import { replayBeats, replayRecording, type ReplayOptions, type ReplayProgress } from '@beatwatch/simulator';
import type { Producer } from '@beatwatch/stream';

/** A recording, read and ready to be sent. */
export interface Recording {
  readonly name: string;
  readonly durationSeconds: number;
  /** Name of the lead; absent for beats that are cut. */
  readonly lead?: string;
  /** What was left out or is not sure, a sentence each. */
  readonly notes: readonly string[];
  /** Beats that annotators marked, where the recording has annotations. */
  readonly beatsAnnotated?: number;
  send(options: SendOptions): Promise<SentRecording>;
}

interface SendOptions {
  readonly producer: Producer;
  readonly patientId: PatientId;
  readonly speed: number | 'max';
  readonly startTimeUs: number;
  /** How the stack cuts beats. */
  readonly preprocessing: LivePreprocessing;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReplayProgress) => void;
}

export interface SentRecording {
  readonly messagesSent: number;
  /** Beats that the stack has to store: the segmented ones, or those that the packets contain. */
  readonly beatsSent: number;
  readonly fromUs: number;
  readonly toUs: number;
}

const replayDevice: DeviceId = deviceId('replay');
const rrIntervalMs = 800;
const mostNotes = 10;

/** Facts that the file itself does not state. */
export interface FileOptions extends ReadOptions {
  /** Name of the lead, or its place from 0. Default: the first one, where its name says that it is an ECG. */
  readonly lead?: string | undefined;
}

/**
 * Reads any file that can be replayed: a table of beats (ARFF), or a recording of any format.
 * @throws RecordingError naming file and place of a fault; the file system's own error where it cannot be read
 */
export async function readFileForReplay(path: string, options: FileOptions): Promise<Recording> {
  return (await isArff(path)) ? readArff(path) : readSignal(path, options);
}

/**
 * @param path of the record, with or without an extension
 * @throws RecordingError naming file and place of a fault
 */
async function readSignal(path: string, { lead: choice, ...options }: FileOptions): Promise<Recording> {
  const recording = await readRecording(path, options);
  const lead = leadOf(recording, choice);
  const { annotations } = recording;
  return {
    name: recording.name,
    durationSeconds: leadSeconds(lead),
    lead: lead.lead,
    notes: recording.notes,
    ...(annotations.length > 0 && {
      beatsAnnotated: annotations.filter(({ symbol }) => isBeatAnnotation(symbol)).length,
    }),
    async send(sending) {
      const { preprocessing } = sending;
      const { models } = await loadSignalModels();
      const sent = await replayRecording({ ...common(sending), lead, models, preprocessing });
      return {
        messagesSent: sent.packetsSent,
        beatsSent: sent.expectedBeats,
        fromUs: sent.fromUs,
        toUs: sent.toUs,
      };
    },
  };
}

/** ARFF begins with `@relation`, after comments. */
async function isArff(path: string): Promise<boolean> {
  if (path.toLowerCase().endsWith('.arff')) return true;
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    return /^(\s*(%.*)?(\r\n|\r|\n))*\s*@relation\b/i.test(buffer.toString('latin1', 0, bytesRead));
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

/** @throws RecordingError naming file, line and column of a fault */
async function readArff(path: string): Promise<Recording> {
  const notes: string[] = [];
  const table = await readBeatTable(path, (reason) => notes.push(`left out a beat: ${reason}`));
  return {
    name: basename(path).replace(/\.arff$/i, ''),
    durationSeconds: (table.beats.length * rrIntervalMs) / 1000,
    notes:
      notes.length > mostNotes
        ? [...notes.slice(0, mostNotes), `and ${notes.length - mostNotes} more`]
        : notes,
    async send(options) {
      const sent = await replayBeats({ ...common(options), table, rrIntervalMs });
      return {
        messagesSent: sent.beatsSent,
        beatsSent: sent.beatsSent,
        fromUs: sent.fromUs,
        toUs: sent.toUs,
      };
    },
  };
}

function common(options: SendOptions): ReplayOptions {
  return { ...options, deviceId: replayDevice };
}

/** A new patient id for each replay, so that two replays of one recording do not mix. */
export function replayPatient(name: string, now: Date): PatientId {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 32);
  return patientId(`${plain || 'recording'}-${now.toISOString().replaceAll(/[-:]|\..*/g, '')}`);
}
