import {
  mostUrgent,
  type AdmissionCommand,
  type AlarmEvent,
  type Packet,
  type PatientId,
  type Silence,
  type SystemNotice,
} from '@beatwatch/contracts';
import {
  encodeWaveforms,
  type LeadChoices,
  type LiveScore,
  type LiveSecond,
  type Room,
  type Snapshot,
  type UnjudgedPatient,
  type WaveformBlock,
} from '@beatwatch/live-protocol';
import { seesWard, type Session } from '@beatwatch/service-kit/session';
import { AlarmBoard } from './alarm-board.ts';
import { DeviceBoard } from './device-board.ts';
import { DischargedSignals } from './discharged-signals.ts';
import { Leavings } from './leavings.ts';
import { audienceOf, type Audience } from './audience.ts';
import type { Connections } from './limits/connections.ts';
import { Flow } from './limits/flow.ts';
import { NoticeBoard } from './notice-board.ts';
import { PatientRegistry } from './patient-registry.ts';
import { Pending } from './pending.ts';
import { sameUnjudged } from './same-unjudged.ts';
import { SilenceBoard } from './silences/silence-board.ts';
import { takeLeads, viewsOf, type LiveServer, type LiveSocket, type Member, type View } from './views.ts';

export interface HubOptions {
  readonly io: LiveServer;
  readonly connections: Connections;
  /** Ticks that may be sent without the client's confirmation. */
  readonly maxUnconfirmedTicks: number;
  readonly replaySeconds: number;
  /** Days without data after which a patient without an open alarm is forgotten. */
  readonly quietDays: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onSkippedTick: () => void;
}

/** Alarms in a snapshot beside those of high priority, which are all in it. */
const maxAlarms = 1000;

/** Collects incoming data and sends one message per tick, room and choice of leads, encoded once for all its clients. */
export class Hub {
  readonly #options: HubOptions;
  readonly #patients: PatientRegistry;
  readonly #alarms = new AlarmBoard();
  readonly #notices = new NoticeBoard();
  readonly #leavings = new Leavings();
  readonly #dischargedSignals = new DischargedSignals();
  readonly #pending = new Pending();
  /** What is muted on all screens. */
  readonly silences: SilenceBoard;
  readonly devices: DeviceBoard;
  #unjudged: readonly UnjudgedPatient[] = [];
  #unjudgedChanged = false;
  #silencesChanged = false;
  #tickNumber = 0;
  #hasSubscribers = false;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#patients = new PatientRegistry({ windowSeconds: options.replaySeconds });
    this.devices = new DeviceBoard(options.replaySeconds);
    this.silences = new SilenceBoard({
      now: options.now,
      alarms: () => this.#alarms.open,
      wardOf: (patientId) => this.#patients.wardOf(patientId),
    });
  }

  set wards(wards: ReadonlyMap<PatientId, string>) {
    this.#patients.wards = wards;
  }

  /** Whether a patient is known to be there. */
  isWard(name: string): boolean {
    return this.#patients.isWard(name);
  }

  /** Everybody who is discharged, as it is stored. */
  set discharged(ids: readonly PatientId[]) {
    for (const id of this.#leavings.store(ids, this.#options.now())) this.#leave(id);
  }

  /** Forgets patients who have sent nothing for long, or whose signal ended as it was meant to. */
  forgetQuiet(): void {
    const nowMs = this.#options.now();
    const withAlarms = new Set(this.#alarms.open.map(({ patientId }) => patientId));
    this.#patients.forgetQuiet(nowMs - this.#options.quietDays * 86_400_000, withAlarms);
    for (const id of this.#leavings.takeEnded(nowMs, withAlarms)) this.#leave(id);
  }

  /** Takes note of what somebody has asked for a patient's stay; the scorer carries it out. */
  addAdmission(command: AdmissionCommand): void {
    const { patientId, action } = command;
    const leaves = this.#leavings.command(command, this.#options.now());
    if (leaves) this.#leave(patientId);
    if (action === 'move' || action === 'admit') this.#patients.setWard(patientId, command.ward);
    if (this.#hasSubscribers) this.#pending.addAdmission(patientId);
  }

  #leave(id: PatientId): void {
    this.#patients.forget(id);
    this.devices.forget(id);
    if (this.#hasSubscribers) this.#pending.addLeft(id);
  }

  /** Whether what comes of the patient is not for the ward; that it comes is said. */
  #isDischarged(patientId: PatientId): boolean {
    if (!this.#leavings.isDischarged(patientId)) return false;
    const notice = this.#dischargedSignals.heard(patientId, this.#options.now());
    if (notice !== undefined) this.addNotice(notice);
    return true;
  }

  addBlock(block: WaveformBlock): void {
    if (this.#isDischarged(block.patientId)) return;
    this.#leavings.heard(block.patientId);
    this.#patients.addBlock(block, this.#options.now());
    if (this.#hasSubscribers) this.#pending.addBlock(block);
  }

  /** @param shifted the packet on its patient's time axis, where that is known */
  addReport(packet: Packet, shifted: Packet | undefined): void {
    if (this.#leavings.isDischarged(packet.patientId)) return;
    this.devices.report(packet, shifted, this.#options.now());
  }

  addScore(score: LiveScore): void {
    if (this.#leavings.isDischarged(score.patientId)) return;
    this.#patients.addScore(score, this.#options.now());
    if (this.#hasSubscribers) this.#pending.addScore(score);
  }

  addSecond(second: LiveSecond): void {
    if (this.#leavings.isDischarged(second.patientId)) return;
    this.#patients.addSecond(second, this.#options.now());
    if (this.#hasSubscribers) this.#pending.addSecond(second);
  }

  addAlarm(event: AlarmEvent): void {
    const isNew = this.#alarms.apply(event);
    if (isNew && this.#hasSubscribers) this.#pending.addAlarm(event);
  }

  /** @param saidMs when the log has received it. Default: now */
  addNotice(notice: SystemNotice, saidMs?: number): void {
    const isNew = this.#notices.apply(notice, this.#options.now(), saidMs);
    if (isNew && this.#hasSubscribers) this.#pending.addNotice(notice);
  }

  /** The notices that are open, or have just ended. */
  get notices(): readonly SystemNotice[] {
    return this.#notices.current;
  }

  /** The patients whose signal is not being judged. */
  set unjudged(unjudged: readonly UnjudgedPatient[]) {
    if (sameUnjudged(this.#unjudged, unjudged)) return;
    this.#unjudged = unjudged;
    this.#unjudgedChanged = true;
  }

  /** Whether a user may see a patient. */
  sees({ wards }: Pick<Session, 'wards'>, patientId: PatientId): boolean {
    return this.#patients.isSeen(wards, patientId);
  }

  openAlarm(id: string): AlarmEvent | undefined {
    return this.#alarms.open.find(({ alarmId }) => alarmId === id);
  }

  /** Reconciles the open alarms; sends all clients a snapshot if an event was missed. */
  async reconcileAlarms(load: () => Promise<readonly AlarmEvent[]>): Promise<void> {
    const changed = await this.#alarms.reconcile(load);
    // Pages hold only the most urgent: what has moved up since comes with a snapshot.
    if (!changed && this.#alarms.open.length <= maxAlarms) return;
    for (const socket of this.#options.io.sockets.sockets.values())
      socket.data.subscription?.flow.request('state');
  }

  /** The last seconds follow with the next tick for which the client has room, then ticks. */
  subscribe(socket: LiveSocket, room: Room): void {
    const before = socket.data.subscription;
    const flow = before?.flow ?? new Flow(this.#options.maxUnconfirmedTicks, this.#tickNumber);
    flow.request('full');
    socket.data.subscription = { audience: audienceOf(room, socket.data.session), flow };
    this.#hasSubscribers = true;
  }

  /** Which leads of patients the client gets in place of the usual ones; a full snapshot follows. */
  chooseLeads(socket: LiveSocket, choices: LeadChoices): void {
    if (takeLeads(socket, choices)) socket.data.subscription?.flow.request('full');
  }

  tick(): void {
    this.#tickNumber += 1;
    for (const end of this.#notices.endOutdated(this.#options.now())) this.#pending.addNotice(end);
    this.silences.check();
    this.#silencesChanged = this.silences.takeChanged();
    this.#options.connections.check();
    const views = viewsOf(this.#options.io.sockets.sockets.values());
    for (const { view, members } of views) this.#sendTick(view, members);
    this.#hasSubscribers = views.length > 0;
    this.#unjudgedChanged = false;
    this.#pending.clear();
    this.devices.clear();
  }

  #sendTick(view: View, members: readonly Member[]): void {
    const { audience } = view;
    const ticked: string[] = [];
    // Each is encoded once for all that get the same one.
    const full = new Map<number, string[]>();
    for (const { socket, flow } of members) {
      const delivery = flow.next(this.#tickNumber, this.#options.connections.congested(socket.conn));
      if (delivery === undefined) this.#options.onSkippedTick();
      const { skippedTicks } = flow;
      if (delivery?.snapshot === 'full')
        full.set(skippedTicks, [...(full.get(skippedTicks) ?? []), socket.id]);
      if (delivery?.snapshot === 'state') socket.emit('snapshot', this.#snapshot(audience, skippedTicks));
      // What came since the last tick is in a full snapshot as well.
      if (delivery !== undefined && delivery.snapshot !== 'full') ticked.push(socket.id);
    }
    for (const [skippedTicks, ids] of full)
      this.#options.io.to(ids).emit('snapshot', this.#fullSnapshot(view, skippedTicks));
    if (ticked.length === 0) return;
    this.#options.io.to(ticked).emit('tick', {
      number: this.#tickNumber,
      serverTimeMs: this.#options.now(),
      ...this.#pending.of({
        inRoom: (patientId) => this.#patients.contains(audience, patientId),
        sends: (block) => this.#patients.sends(block, audience, view.leads),
        hears: (patientId) => this.#patients.hears(audience, patientId),
      }),
      ...this.devices.news((patientId) => this.#patients.contains(audience, patientId)),
      ...(this.#unjudgedChanged && { unjudged: this.#unjudgedIn(audience) }),
      ...(this.#silencesChanged && { silences: this.#silencesIn(audience) }),
    });
  }

  #unjudgedIn(audience: Audience): UnjudgedPatient[] {
    return this.#unjudged.filter(({ patientId }) => this.#patients.contains(audience, patientId));
  }

  /** A page of one patient, who is on any ward, and one of all have those of every ward. */
  #silencesIn(audience: Audience): Silence[] {
    return this.silences.shown.filter(({ scope, patientId }) => {
      if (patientId !== undefined) return this.#patients.hears(audience, patientId);
      if (scope === 'all') return true;
      const ward = scope.slice('ward:'.length);
      return seesWard(audience, ward) && (!audience.room.startsWith('ward:') || scope === audience.room);
    });
  }

  #fullSnapshot({ audience, leads }: View, skippedTicks: number): Snapshot {
    const windows = this.#patients.of(audience);
    return {
      ...this.#snapshot(audience, skippedTicks),
      waveforms: encodeWaveforms(windows.flatMap((window) => window.blocksFor(leads))),
      scores: windows.flatMap(({ scores }) => [...scores]),
      seconds: windows.flatMap(({ seconds }) => [...seconds]),
    };
  }

  /** The current state without waveforms: a client too slow for them does not need them later. */
  #snapshot(audience: Audience, skippedTicks: number): Snapshot {
    const left = this.#leavings.left(this.#options.now());
    return {
      number: this.#tickNumber,
      serverTimeMs: this.#options.now(),
      patients: this.#patients.of(audience).map(({ patientId, seenAtMs }) => ({ patientId, seenAtMs })),
      waveforms: encodeWaveforms([]),
      scores: [],
      seconds: [],
      alarms: mostUrgent(
        this.#alarms.open.filter(({ patientId }) => this.#patients.hears(audience, patientId)),
        maxAlarms,
      ),
      notices: this.notices,
      silences: this.#silencesIn(audience),
      unjudged: this.#unjudgedIn(audience),
      ...this.devices.state((patientId) => this.#patients.contains(audience, patientId)),
      ...(left.length > 0 && { left }),
      skippedTicks,
    };
  }
}
