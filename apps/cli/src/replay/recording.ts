import { basename } from 'node:path';
import { isBeatAnnotation, readBeatTable, readWfdbRecord, type LivePreprocessing } from '@beatwatch/ecg';
import { patientId, deviceId, type DeviceId, type PatientId } from '@beatwatch/contracts';
import { replayBeats, replayWfdb, type ReplayOptions, type ReplayProgress } from '@beatwatch/simulator';
import type { Producer } from '@beatwatch/stream';

/** A recording, read and ready to be sent. */
export interface Recording {
  readonly name: string;
  readonly durationSeconds: number;
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
  /** Beats that the stack has to store: those segmented already, or those that the packets hold. */
  readonly beatsSent: number;
  readonly fromUs: number;
  readonly toUs: number;
}

const replayDevice: DeviceId = deviceId('replay');
const rrIntervalMs = 800;

/** @param path of the record, with or without an extension. @throws EcgError naming file and place of a fault */
export async function readMitdb(path: string, lead: number): Promise<Recording> {
  const record = await readWfdbRecord(path.replace(/\.(hea|dat|atr)$/, ''));
  const samples = record.signals[lead]?.samples.length ?? 0;
  return {
    name: `mitdb-${record.name}`,
    durationSeconds: samples / record.samplingRateHz,
    beatsAnnotated: record.annotations.filter(({ symbol }) => isBeatAnnotation(symbol)).length,
    async send(options) {
      const sent = await replayWfdb({
        ...common(options),
        record,
        lead,
        preprocessing: options.preprocessing,
      });
      return {
        messagesSent: sent.packetsSent,
        beatsSent: sent.expectedBeats,
        fromUs: sent.fromUs,
        toUs: sent.toUs,
      };
    },
  };
}

/** @throws EcgError naming file, line and column of a fault */
export async function readArff(path: string): Promise<Recording> {
  const table = await readBeatTable(path);
  return {
    name: basename(path)
      .replace(/\.arff$/i, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 32),
    durationSeconds: (table.beats.length * rrIntervalMs) / 1000,
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

/** A patient of its own for each replay, so that two replays of one recording do not mix. */
export function replayPatient(name: string, now: Date): PatientId {
  return patientId(`${name}-${now.toISOString().replaceAll(/[-:]|\..*/g, '')}`);
}
