import type { AlarmEvent, Beat } from '@beatwatch/contracts';
import type {
  AlarmLabelling,
  Checkpoint,
  SignalGap,
  StoredScore,
  ThresholdChange,
  WaveformChunk,
} from '@beatwatch/timescale';
import type { Tables } from './tables.ts';

type Effect = (tables: Tables, nowMs: number, argument: never) => unknown;

/** What statements do to the tables, by repository and function. Others meet an empty database. */
export const effects: Readonly<Record<string, Effect>> = {
  'patients.ensure': (tables, nowMs, ids: readonly string[]) => {
    tables.patients.insert(ids, nowMs);
  },
  'patients.list': (tables) =>
    tables.patients.list().map((id) => ({ patientId: id, displayName: id, ward: 'W' })),
  'models.ensure': (tables, nowMs, { version }: { readonly version: string }) => {
    tables.models.insert([version], nowMs);
  },
  'waveforms.write': (tables, nowMs, rows: readonly WaveformChunk[]) => {
    tables.waveforms.insert(rows, nowMs);
  },
  'gaps.write': (tables, nowMs, rows: readonly SignalGap[]) => {
    tables.gaps.insert(rows, nowMs);
  },
  'beats.write': (tables, nowMs, rows: readonly Beat[]) => {
    tables.beats.insert(rows, nowMs);
  },
  'scores.write': (tables, nowMs, rows: readonly StoredScore[]) => {
    tables.scores.insert(rows, nowMs);
  },
  'alarms.write': (tables, nowMs, rows: readonly AlarmEvent[]) => {
    tables.writeAlarms(rows, nowMs);
  },
  'alarms.list': (tables, _nowMs, { limit }: { readonly limit: number }) =>
    tables.openAlarms().slice(0, limit),
  'alarms.label': (tables, nowMs, row: AlarmLabelling) => {
    tables.labels.insert([row], nowMs);
  },
  'thresholds.set': (tables, nowMs, row: ThresholdChange) => {
    tables.thresholds.insert([row], nowMs);
  },
  'checkpoints.write': (tables, _nowMs, rows: readonly Checkpoint[]) => {
    tables.writeCheckpoints(rows);
  },
  'checkpoints.read': (tables, _nowMs, key: Parameters<Tables['readCheckpoints']>[0]) =>
    tables.readCheckpoints(key),
};
