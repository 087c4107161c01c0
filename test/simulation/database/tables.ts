import type { AlarmEvent, Beat } from '@beatwatch/contracts';
import type {
  AlarmLabelling,
  AlarmRow,
  Checkpoint,
  SignalGap,
  StoredScore,
  ThresholdChange,
  WaveformChunk,
} from '@beatwatch/timescale';

const keyOf = (...parts: readonly (string | number)[]): string => parts.join('\n');

/** A row and when it was stored, epoch milliseconds. */
export interface Stored<Row> {
  readonly row: Row;
  readonly storedAtMs: number;
}

/** Rows by key; of two with one key the first stays, as `on conflict do nothing` leaves it. */
class Table<Row> {
  readonly rows = new Map<string, Stored<Row>>();
  readonly #key: (row: Row) => string;

  constructor(key: (row: Row) => string) {
    this.#key = key;
  }

  insert(rows: readonly Row[], storedAtMs: number): void {
    for (const row of rows) {
      const key = this.#key(row);
      if (!this.rows.has(key)) this.rows.set(key, { row, storedAtMs });
    }
  }

  list(): Row[] {
    return [...this.rows.values()].map(({ row }) => row);
  }
}

/** The tables of the database with the keys of its migrations, and what their statements do. */
export class Tables {
  readonly patients = new Table<string>((id) => id);
  readonly models = new Table<string>((version) => version);
  readonly waveforms = new Table<WaveformChunk>((row) =>
    keyOf(row.patientId, row.lead, row.firstSampleTimeUs),
  );
  readonly gaps = new Table<SignalGap>((row) => keyOf(row.patientId, row.lead, row.fromUs, row.reason));
  readonly beats = new Table<Beat>((row) => keyOf(row.patientId, row.timeUs, row.lead));
  readonly scores = new Table<StoredScore>((row) =>
    keyOf(row.patientId, row.beatTimeUs, row.lead ?? '', row.modelVersion),
  );
  readonly alarmEvents = new Table<AlarmEvent>((row) => keyOf(row.alarmId, row.changeNumber, row.state));
  readonly alarms = new Map<string, AlarmRow>();
  readonly labels = new Table<AlarmLabelling>((row) => keyOf(row.alarmId, row.actor, row.timeUs));
  readonly thresholds = new Table<ThresholdChange>((row) => keyOf(row.patientId, row.actor, row.timeUs));
  readonly checkpoints = new Map<string, Checkpoint>();

  /** The maps that hold the rows. */
  get all(): readonly object[] {
    return Object.values(this).map((table) => (table instanceof Table ? table.rows : table) as object);
  }

  writeAlarms(events: readonly AlarmEvent[], nowMs: number): void {
    this.alarmEvents.insert(events, nowMs);
    const newest = new Map<string, AlarmEvent>();
    for (const event of events) {
      const known = newest.get(event.alarmId);
      if (known === undefined || event.changeNumber >= known.changeNumber) newest.set(event.alarmId, event);
    }
    for (const event of newest.values()) {
      const known = this.alarms.get(event.alarmId);
      const isNewer =
        known === undefined ||
        event.changeNumber > known.changeNumber ||
        (event.changeNumber === known.changeNumber && event.state !== known.state);
      if (isNewer)
        this.alarms.set(event.alarmId, {
          ...event,
          updatedAtUs: nowMs * 1000,
          episodes: 1,
          lastStartUs: event.raisedTimeUs,
        });
    }
  }

  openAlarms(): AlarmRow[] {
    return [...this.alarms.values()].filter(({ state }) => state !== 'resolved');
  }

  writeCheckpoints(checkpoints: readonly Checkpoint[]): void {
    for (const checkpoint of checkpoints) {
      const { processor, topic, partition, patientId } = checkpoint;
      const key = keyOf(processor, topic, partition, patientId);
      const known = this.checkpoints.get(key);
      if (known?.logId === checkpoint.logId && known.nextOffset > checkpoint.nextOffset) continue;
      this.checkpoints.set(key, { ...checkpoint, state: checkpoint.state.slice() });
    }
  }

  readCheckpoints(of: Pick<Checkpoint, 'processor' | 'topic' | 'partition'>): Checkpoint[] {
    return [...this.checkpoints.values()]
      .filter(
        ({ processor, topic, partition }) =>
          processor === of.processor && topic === of.topic && partition === of.partition,
      )
      .sort((one, other) => (one.patientId < other.patientId ? -1 : 1))
      .map((row) => ({ ...row, state: row.state.slice() }));
  }
}
