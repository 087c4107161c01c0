import {
  mostUrgent,
  type AlarmEvent,
  type AlarmId,
  type PatientId,
  type Silence,
} from '@beatwatch/contracts';
import { decodeWaveforms, type LiveScore, type Snapshot, type Tick } from '@beatwatch/live-protocol';
import { LivePatient, type PatientSummary } from './live-patient.ts';
import { Monitoring, type MonitoringView } from './monitoring.ts';

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
  /** What is muted on all screens, or was until a moment ago; the oldest first. */
  readonly silences: readonly Silence[];
  /** Whether what is shown is current. */
  readonly monitoring: MonitoringView;
}

/** Patients that a page remembers, though nothing comes from them. */
const maxPatients = 500;
const goneAfterMs = 600_000;
const dayMs = 86_400_000;
/** Alarms beside those of high priority, which are all kept. */
const maxAlarms = 1000;

/** All live data of a page. Strips read the samples directly; React renders `view`, which changes at most twice a second. */
export class LiveFeed {
  readonly #now: () => number;
  readonly #quietAfterMs: number;
  readonly #patients = new Map<PatientId, LivePatient>();
  readonly #drawn = new Map<PatientId, Set<object>>();
  readonly #listeners = new Set<() => void>();
  #chosenLeads: ReadonlyMap<PatientId, string> = new Map();
  #alarms = new Map<AlarmId, AlarmEvent>();
  /** What happened since is not known. */
  #serverTimeMs = 0;
  #heardMs = 0;
  readonly #left = new Set<PatientId>();
  #onAdmission: (() => void) | undefined;
  readonly #monitoring: Monitoring;
  #view: FeedView;
  #published: FeedView;

  /**
   * @param now monotonic milliseconds, `performance.now`
   * @param quietDays who has sent nothing for so long and has no alarm is no longer shown
   */
  constructor(now: () => number, quietDays: number) {
    this.#now = now;
    this.#quietAfterMs = quietDays * dayMs;
    this.#monitoring = new Monitoring(now());
    this.#view = {
      connection: { state: 'connecting' },
      patients: new Map(),
      alarms: [],
      silences: [],
      monitoring: this.#monitoring.view,
    };
    this.#published = this.#view;
  }

  get view(): FeedView {
    return this.#view;
  }

  /** The gateway's clock at its last message; 0 before the first. */
  get serverTimeMs(): number {
    return this.#serverTimeMs;
  }

  /** The gateway's clock as it goes on, heard or not; undefined before the first message. */
  get serverNowMs(): number | undefined {
    return this.#serverTimeMs === 0 ? undefined : this.#serverTimeMs + (this.#now() - this.#heardMs);
  }

  /** Created on first use, so that a strip can wait for a patient's first data. */
  patient(id: PatientId): LivePatient {
    const known = this.#patients.get(id);
    if (known !== undefined) return known;
    const patient = new LivePatient(id);
    patient.chosenLead = this.#chosenLeads.get(id);
    this.#patients.set(id, patient);
    return patient;
  }

  /** The patient of a strip that draws its samples: kept until it is released. */
  draw(id: PatientId): { readonly patient: LivePatient; readonly release: () => void } {
    const token = {};
    const tokens = this.#drawn.get(id) ?? new Set();
    this.#drawn.set(id, tokens.add(token));
    return {
      patient: this.patient(id),
      release: () => {
        tokens.delete(token);
        if (tokens.size === 0 && this.#drawn.get(id) === tokens) this.#drawn.delete(id);
      },
    };
  }

  /** Leads to show in place of the usual ones. */
  set chosenLeads(chosen: ReadonlyMap<PatientId, string>) {
    this.#chosenLeads = chosen;
    for (const patient of this.#patients.values()) patient.chosenLead = chosen.get(patient.patientId);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Has `listener` called whenever what is stored of patients is about to change. */
  onAdmission(listener: () => void): void {
    this.#onAdmission = listener;
  }

  setConnection(connection: Connection): void {
    this.#publish({ ...this.#view, connection });
  }

  applySnapshot(snapshot: Snapshot): void {
    this.#hear(snapshot);
    this.#monitoring.heard(snapshot, this.#now(), true);
    for (const { patientId, seenAtMs } of snapshot.patients) this.patient(patientId).seen(seenAtMs);
    this.#addData(snapshot, undefined);
    this.#leave(snapshot.left ?? []);
    this.#alarms = new Map(snapshot.alarms.map((alarm) => [alarm.alarmId, alarm]));
    const { connection } = this.#view;
    if (connection.state === 'live') {
      this.#view = { ...this.#view, connection: { ...connection, skippedTicks: snapshot.skippedTicks } };
    }
    this.#assignAlarms();
    this.refresh();
  }

  applyTick(tick: Tick): void {
    this.#hear(tick);
    this.#monitoring.heard(tick, this.#now(), false);
    this.#addData(tick, tick.serverTimeMs);
    if (tick.left !== undefined) this.#leave(tick.left);
    if (tick.admissions !== undefined) this.#onAdmission?.();
    if (tick.alarms.length === 0 && tick.left === undefined) {
      if (this.#monitoring.view !== this.#view.monitoring || tick.silences !== undefined) this.refresh();
      return;
    }
    for (const event of tick.alarms) {
      if ((this.#alarms.get(event.alarmId)?.changeNumber ?? 0) >= event.changeNumber) continue;
      if (event.state === 'resolved') this.#alarms.delete(event.alarmId);
      else this.#alarms.set(event.alarmId, event);
    }
    this.#assignAlarms();
    this.refresh();
  }

  #hear({ serverTimeMs, silences }: Pick<Tick, 'serverTimeMs' | 'silences'>): void {
    this.#serverTimeMs = serverTimeMs;
    this.#heardMs = this.#now();
    if (silences !== undefined) this.#view = { ...this.#view, silences };
  }

  /** Updates the view, to be called regularly: that the page is cut off is noticed without any message. */
  refresh(): void {
    const nowMs = this.#now();
    this.#monitoring.check(nowMs);
    if (this.#patients.size > maxPatients) this.#forgetGone();
    const serverTimeMs = this.#serverTimeMs;
    const monitoring = this.#monitoring.view;
    const before = this.#view.patients;
    const patients = new Map(
      [...this.#patients.values()]
        .filter((patient) => this.#isShown(patient))
        .map((patient) => [
          patient.patientId,
          patient.summary(serverTimeMs, {
            cutOff: monitoring.cutOff,
            resumedForMs: this.#monitoring.resumedForMs(nowMs),
            unjudgedSinceMs: this.#monitoring.unjudgedSinceMs(patient.patientId),
          }),
        ]),
    );
    const changed =
      patients.size !== before.size || [...patients].some(([id, summary]) => before.get(id) !== summary);
    this.#publish({ ...this.#view, monitoring, patients: changed ? patients : before });
  }

  /** Forgets patients without data and alarms: ids that have sent something once. */
  #forgetGone(): void {
    for (const [id, patient] of this.#patients) {
      if (this.#patients.size <= maxPatients) return;
      const isIdle = patient.alarms.length === 0 && patient.noDataMs(this.#serverTimeMs) > goneAfterMs;
      if (isIdle && !this.#drawn.has(id)) this.#patients.delete(id);
    }
  }

  /** Who has left the ward is shown no longer, until data come again. */
  #leave(ids: readonly PatientId[]): void {
    for (const id of ids) this.#left.add(id);
  }

  #isShown(patient: LivePatient): boolean {
    if (patient.alarms.length > 0) return true;
    if (this.#left.has(patient.patientId)) return false;
    const noDataMs = patient.noDataMs(this.#serverTimeMs);
    return noDataMs <= this.#quietAfterMs || !Number.isFinite(noDataMs);
  }

  #addData(
    data: Pick<Tick, 'waveforms' | 'scores' | 'seconds' | 'devices' | 'pulses'>,
    seenAtMs: number | undefined,
  ): void {
    const nowMs = this.#now();
    for (const block of decodeWaveforms(data.waveforms)) {
      const patient = this.patient(block.patientId);
      this.#left.delete(block.patientId);
      if (seenAtMs !== undefined) patient.seen(seenAtMs);
      patient.addBlock(block, nowMs);
    }
    for (const score of data.scores) this.#addScore(score, seenAtMs);
    for (const second of data.seconds) this.patient(second.patientId).addSecond(second, nowMs);
    for (const device of data.devices ?? []) this.patient(device.patientId).devices.add(device);
    for (const { patientId, timesUs } of data.pulses ?? []) this.patient(patientId).pulses.add(timesUs);
  }

  #addScore(score: LiveScore, seenAtMs: number | undefined): void {
    const patient = this.patient(score.patientId);
    // If waveforms arrive, only they count: scores are still computed for a while after the last packet.
    if (seenAtMs !== undefined && patient.clock.latestUs === undefined) patient.seen(seenAtMs);
    patient.addScore(score, seenAtMs ?? this.#serverTimeMs);
  }

  #assignAlarms(): void {
    const alarms = mostUrgent([...this.#alarms.values()], maxAlarms);
    // What came with ticks beyond that comes again with a snapshot.
    if (alarms.length < this.#alarms.size)
      this.#alarms = new Map(alarms.map((alarm) => [alarm.alarmId, alarm]));
    for (const { patientId } of alarms) this.patient(patientId);
    for (const patient of this.#patients.values()) {
      patient.alarms = alarms.filter(({ patientId }) => patientId === patient.patientId);
    }
    this.#view = { ...this.#view, alarms };
  }

  #publish(view: FeedView): void {
    const same =
      view.connection === this.#published.connection &&
      view.patients === this.#published.patients &&
      view.monitoring === this.#published.monitoring &&
      view.alarms === this.#published.alarms &&
      view.silences === this.#published.silences;
    this.#view = view;
    if (same) return;
    this.#published = view;
    for (const listener of this.#listeners) listener();
  }
}
