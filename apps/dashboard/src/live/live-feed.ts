import type { AlarmEvent, AlarmId, PatientId } from '@beatwatch/contracts';
import { decodeWaveforms, type LiveScore, type Snapshot, type Tick } from '@beatwatch/live-protocol';
import { LivePatient, type PatientSummary } from './live-patient.ts';
import { byUrgency } from './status.ts';

export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'live'; readonly roundTripMs: number | undefined; readonly skippedTicks: number }
  | { readonly state: 'lost'; readonly reason: string };

/** Immutable view of all live data; replaced when something in it changes. */
export interface FeedView {
  readonly connection: Connection;
  readonly patients: ReadonlyMap<PatientId, PatientSummary>;
  /** Open alarms, the most urgent first. */
  readonly alarms: readonly AlarmEvent[];
}

/** All live data of a page. Strips read the samples directly; React renders `view`, which changes at most twice a second. */
export class LiveFeed {
  readonly #now: () => number;
  readonly #patients = new Map<PatientId, LivePatient>();
  readonly #listeners = new Set<() => void>();
  #alarms = new Map<AlarmId, AlarmEvent>();
  /** The gateway's clock, and when it was read on ours. */
  #server = { timeMs: 0, readMs: 0 };
  #view: FeedView = { connection: { state: 'connecting' }, patients: new Map(), alarms: [] };
  #published = this.#view;

  /** @param now monotonic milliseconds, `performance.now` */
  constructor(now: () => number) {
    this.#now = now;
  }

  get view(): FeedView {
    return this.#view;
  }

  /** Created on first use, so that a strip can wait for a patient's first data. */
  patient(id: PatientId): LivePatient {
    const known = this.#patients.get(id);
    if (known !== undefined) return known;
    const patient = new LivePatient(id);
    this.#patients.set(id, patient);
    return patient;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setConnection(connection: Connection): void {
    this.#publish({ ...this.#view, connection });
  }

  applySnapshot(snapshot: Snapshot): void {
    this.#readServerClock(snapshot.serverTimeMs);
    for (const { patientId, seenAtMs } of snapshot.patients) this.patient(patientId).seen(seenAtMs);
    this.#addData(snapshot, undefined);
    this.#alarms = new Map(snapshot.alarms.map((alarm) => [alarm.alarmId, alarm]));
    const { connection } = this.#view;
    if (connection.state === 'live') {
      this.#view = { ...this.#view, connection: { ...connection, skippedTicks: snapshot.skippedTicks } };
    }
    this.#assignAlarms();
    this.refresh();
  }

  applyTick(tick: Tick): void {
    this.#readServerClock(tick.serverTimeMs);
    this.#addData(tick, tick.serverTimeMs);
    if (tick.alarms.length === 0) return;
    for (const event of tick.alarms) {
      if ((this.#alarms.get(event.alarmId)?.changeNumber ?? 0) >= event.changeNumber) continue;
      if (event.state === 'resolved') this.#alarms.delete(event.alarmId);
      else this.#alarms.set(event.alarmId, event);
    }
    this.#assignAlarms();
    this.refresh();
  }

  /** Updates the view, to be called regularly: the time without data grows without any message. */
  refresh(): void {
    const serverTimeMs = this.#serverTimeMs();
    const before = this.#view.patients;
    const patients = new Map(
      [...this.#patients.values()].map((patient) => [patient.patientId, patient.summary(serverTimeMs)]),
    );
    const changed =
      patients.size !== before.size || [...patients].some(([id, summary]) => before.get(id) !== summary);
    this.#publish({ ...this.#view, patients: changed ? patients : before });
  }

  #addData(data: Pick<Tick, 'waveforms' | 'scores' | 'seconds'>, seenAtMs: number | undefined): void {
    const nowMs = this.#now();
    for (const block of decodeWaveforms(data.waveforms)) {
      const patient = this.patient(block.patientId);
      if (seenAtMs !== undefined) patient.seen(seenAtMs);
      patient.addBlock(block, nowMs);
    }
    for (const score of data.scores) this.#addScore(score, seenAtMs);
    for (const second of data.seconds) this.patient(second.patientId).addSecond(second);
  }

  #addScore(score: LiveScore, seenAtMs: number | undefined): void {
    const patient = this.patient(score.patientId);
    // If waveforms arrive, only they count: scores are still computed for a while after the last packet.
    if (seenAtMs !== undefined && patient.clock.latestUs === undefined) patient.seen(seenAtMs);
    patient.addScore(score, seenAtMs ?? this.#server.timeMs);
  }

  #assignAlarms(): void {
    const alarms = [...this.#alarms.values()].sort(byUrgency);
    for (const { patientId } of alarms) this.patient(patientId);
    for (const patient of this.#patients.values()) {
      patient.alarms = alarms.filter(({ patientId }) => patientId === patient.patientId);
    }
    this.#view = { ...this.#view, alarms };
  }

  #readServerClock(serverTimeMs: number): void {
    this.#server = { timeMs: serverTimeMs, readMs: this.#now() };
  }

  #serverTimeMs(): number {
    return this.#server.timeMs + this.#now() - this.#server.readMs;
  }

  #publish(view: FeedView): void {
    const same =
      view.connection === this.#published.connection &&
      view.patients === this.#published.patients &&
      view.alarms === this.#published.alarms;
    this.#view = view;
    if (same) return;
    this.#published = view;
    for (const listener of this.#listeners) listener();
  }
}
