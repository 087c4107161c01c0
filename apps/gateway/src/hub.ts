import { mostUrgent, type AlarmEvent, type PatientId, type SystemNotice } from '@beatwatch/contracts';
import {
  encodeWaveforms,
  type ClientToServerEvents,
  type LiveScore,
  type LiveSecond,
  type Room,
  type ServerToClientEvents,
  type Snapshot,
  type UnjudgedPatient,
  type WaveformBlock,
} from '@beatwatch/live-protocol';
import type { Session } from '@beatwatch/service-kit/session';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import { AlarmBoard } from './alarm-board.ts';
import type { Connections } from './limits/connections.ts';
import { Flow } from './limits/flow.ts';
import { NoticeBoard } from './notice-board.ts';
import { PatientRegistry } from './patient-registry.ts';
import { Pending } from './pending.ts';

/** State of one connection. */
interface ClientData {
  /** Set by `Admission`. */
  session: Session;
  /** Absent until the client subscribes. */
  subscription?: { readonly room: Room; readonly flow: Flow };
}

export type LiveServer = Server<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, ClientData>;
export type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, ClientData>;

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

/** Collects incoming data and sends one message per tick and room, encoded once for all its clients. */
export class Hub {
  readonly #options: HubOptions;
  readonly #patients: PatientRegistry;
  readonly #alarms = new AlarmBoard();
  readonly #notices = new NoticeBoard();
  readonly #pending = new Pending();
  #unjudged: readonly UnjudgedPatient[] = [];
  #unjudgedChanged = false;
  #tickNumber = 0;
  #hasSubscribers = false;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#patients = new PatientRegistry({ windowSeconds: options.replaySeconds });
  }

  set wards(wards: ReadonlyMap<PatientId, string>) {
    this.#patients.wards = wards;
  }

  /** Forgets patients who have sent nothing for long. */
  forgetQuiet(): void {
    const sinceMs = this.#options.now() - this.#options.quietDays * 86_400_000;
    this.#patients.forgetQuiet(sinceMs, new Set(this.#alarms.open.map(({ patientId }) => patientId)));
  }

  addBlock(block: WaveformBlock): void {
    this.#patients.addBlock(block, this.#options.now());
    if (this.#hasSubscribers) this.#pending.addBlock(block);
  }

  addScore(score: LiveScore): void {
    this.#patients.addScore(score, this.#options.now());
    if (this.#hasSubscribers) this.#pending.addScore(score);
  }

  addSecond(second: LiveSecond): void {
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
    if (before !== undefined) void socket.leave(before.room);
    void socket.join(room);
    const flow = before?.flow ?? new Flow(this.#options.maxUnconfirmedTicks, this.#tickNumber);
    flow.request('full');
    socket.data.subscription = { room, flow };
    this.#hasSubscribers = true;
  }

  tick(): void {
    this.#tickNumber += 1;
    for (const end of this.#notices.endOutdated(this.#options.now())) this.#pending.addNotice(end);
    this.#options.connections.check();
    const rooms = new Map<Room, { readonly socket: LiveSocket; readonly flow: Flow }[]>();
    for (const socket of this.#options.io.sockets.sockets.values()) {
      const { subscription } = socket.data;
      if (subscription === undefined) continue;
      const members = rooms.get(subscription.room) ?? [];
      rooms.set(subscription.room, members);
      members.push({ socket, flow: subscription.flow });
    }
    for (const [room, members] of rooms) this.#sendTick(room, members);
    this.#hasSubscribers = rooms.size > 0;
    this.#unjudgedChanged = false;
    this.#pending.clear();
  }

  #sendTick(room: Room, members: readonly { readonly socket: LiveSocket; readonly flow: Flow }[]): void {
    const without: string[] = [];
    // Each is encoded once for all that get the same one.
    const full = new Map<number, string[]>();
    for (const { socket, flow } of members) {
      const delivery = flow.next(this.#tickNumber, this.#options.connections.congested(socket.conn));
      if (delivery === undefined) this.#options.onSkippedTick();
      const { skippedTicks } = flow;
      if (delivery?.snapshot === 'full')
        full.set(skippedTicks, [...(full.get(skippedTicks) ?? []), socket.id]);
      if (delivery?.snapshot === 'state') socket.emit('snapshot', this.#snapshot(room, skippedTicks));
      // What came since the last tick is in a full snapshot as well.
      if (delivery === undefined || delivery.snapshot === 'full') without.push(socket.id);
    }
    for (const [skippedTicks, ids] of full)
      this.#options.io.to(ids).emit('snapshot', this.#fullSnapshot(room, skippedTicks));
    if (without.length === members.length) return;
    this.#options.io
      .to(room)
      .except(without)
      .emit('tick', {
        number: this.#tickNumber,
        serverTimeMs: this.#options.now(),
        ...this.#pending.of(
          (patientId) => this.#patients.contains(room, patientId),
          (patientId) => this.#patients.hears(room, patientId),
        ),
        ...(this.#unjudgedChanged && { unjudged: this.#unjudgedIn(room) }),
      });
  }

  #unjudgedIn(room: Room): UnjudgedPatient[] {
    return this.#unjudged.filter(({ patientId }) => this.#patients.contains(room, patientId));
  }

  #fullSnapshot(room: Room, skippedTicks: number): Snapshot {
    const windows = this.#patients.of(room);
    return {
      ...this.#snapshot(room, skippedTicks),
      waveforms: encodeWaveforms(windows.flatMap(({ blocks }) => [...blocks])),
      scores: windows.flatMap(({ scores }) => [...scores]),
      seconds: windows.flatMap(({ seconds }) => [...seconds]),
    };
  }

  /** The current state without waveforms: a client too slow for them does not need them later. */
  #snapshot(room: Room, skippedTicks: number): Snapshot {
    return {
      number: this.#tickNumber,
      serverTimeMs: this.#options.now(),
      patients: this.#patients.of(room).map(({ patientId, seenAtMs }) => ({ patientId, seenAtMs })),
      waveforms: encodeWaveforms([]),
      scores: [],
      seconds: [],
      alarms: mostUrgent(
        this.#alarms.open.filter(({ patientId }) => this.#patients.hears(room, patientId)),
        maxAlarms,
      ),
      notices: this.notices,
      unjudged: this.#unjudgedIn(room),
      skippedTicks,
    };
  }
}

/** Times may differ by what their conversion to the wall clock does. */
const sameUnjudged = (a: readonly UnjudgedPatient[], b: readonly UnjudgedPatient[]): boolean =>
  a.length === b.length &&
  a.every(
    ({ patientId, sinceMs }, index) =>
      b[index]?.patientId === patientId && Math.abs(b[index].sinceMs - sinceMs) < 500,
  );
