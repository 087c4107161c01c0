import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import {
  encodeWaveforms,
  type ClientToServerEvents,
  type LiveScore,
  type LiveSecond,
  type Room,
  type ServerToClientEvents,
  type Snapshot,
  type WaveformBlock,
} from '@beatwatch/live-protocol';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import { AlarmBoard } from './alarm-board.ts';
import type { Flow } from './flow.ts';
import { PatientBook } from './patient-book.ts';
import { Pending } from './pending.ts';

/** What the gateway keeps of one connection. */
interface ClientData {
  /** Absent until the client watches something. */
  watching?: { readonly room: Room; readonly flow: Flow };
}

export type LiveServer = Server<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, ClientData>;
export type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, ClientData>;

export interface HubOptions {
  readonly io: LiveServer;
  readonly replaySeconds: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onSkippedTick: () => void;
}

/** Gathers what comes in and hands it out: one message a tick and room, encoded once for all its clients. */
export class Hub {
  readonly #options: HubOptions;
  readonly #patients: PatientBook;
  readonly #alarms = new AlarmBoard();
  readonly #pending = new Pending();
  #tickNumber = 0;
  #watched = false;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#patients = new PatientBook({ windowSeconds: options.replaySeconds });
  }

  get tickNumber(): number {
    return this.#tickNumber;
  }

  set wards(wards: ReadonlyMap<PatientId, string>) {
    this.#patients.wards = wards;
  }

  addBlock(block: WaveformBlock): void {
    this.#patients.addBlock(block, this.#options.now());
    if (this.#watched) this.#pending.addBlock(block);
  }

  addScore(score: LiveScore): void {
    this.#patients.addScore(score, this.#options.now());
    if (this.#watched) this.#pending.addScore(score);
  }

  addSecond(second: LiveSecond): void {
    this.#patients.addSecond(second, this.#options.now());
    if (this.#watched) this.#pending.addSecond(second);
  }

  addAlarm(event: AlarmEvent): void {
    const isNews = this.#alarms.apply(event);
    if (isNews && this.#watched) this.#pending.addAlarm(event);
  }

  openAlarm(id: string): AlarmEvent | undefined {
    return this.#alarms.open.find(({ alarmId }) => alarmId === id);
  }

  /** Puts the open alarms right; clients get them again where an event was missed. */
  async reconcileAlarms(load: () => Promise<readonly AlarmEvent[]>): Promise<void> {
    const changed = await this.#alarms.reconcile(load);
    if (!changed) return;
    for (const socket of this.#options.io.sockets.sockets.values()) this.#sendCatchUp(socket);
  }

  /** Sends the last seconds; ticks follow. */
  welcome(socket: LiveSocket, room: Room): void {
    this.#watched = true;
    const windows = this.#patients.of(room);
    socket.emit('snapshot', {
      ...this.#snapshot(socket, room),
      waveforms: encodeWaveforms(windows.flatMap(({ blocks }) => [...blocks])),
      scores: windows.flatMap(({ scores }) => [...scores]),
      seconds: windows.flatMap(({ seconds }) => [...seconds]),
    });
  }

  tick(): void {
    this.#tickNumber += 1;
    const rooms = new Map<Room, { readonly socket: LiveSocket; readonly flow: Flow }[]>();
    for (const socket of this.#options.io.sockets.sockets.values()) {
      const { watching } = socket.data;
      if (watching === undefined) continue;
      const members = rooms.get(watching.room) ?? [];
      rooms.set(watching.room, members);
      members.push({ socket, flow: watching.flow });
    }
    for (const [room, members] of rooms) this.#sendTick(room, members);
    this.#watched = rooms.size > 0;
    this.#pending.clear();
  }

  #sendTick(room: Room, members: readonly { readonly socket: LiveSocket; readonly flow: Flow }[]): void {
    const behind: string[] = [];
    for (const { socket, flow } of members) {
      const next = flow.next(this.#tickNumber);
      if (next === 'resume') this.#sendCatchUp(socket);
      if (next !== 'skip') continue;
      this.#options.onSkippedTick();
      behind.push(socket.id);
    }
    if (behind.length === members.length) return;
    this.#options.io
      .to(room)
      .except(behind)
      .emit('tick', {
        number: this.#tickNumber,
        serverTimeMs: this.#options.now(),
        ...this.#pending.of((patientId) => this.#patients.contains(room, patientId)),
      });
  }

  /** What stands, without the waveforms: whoever was too slow for them does not get them after all. */
  #sendCatchUp(socket: LiveSocket): void {
    const { watching } = socket.data;
    if (watching !== undefined) socket.emit('snapshot', this.#snapshot(socket, watching.room));
  }

  #snapshot(socket: LiveSocket, room: Room): Snapshot {
    return {
      serverTimeMs: this.#options.now(),
      patients: this.#patients.of(room).map(({ patientId, seenAtMs }) => ({ patientId, seenAtMs })),
      waveforms: encodeWaveforms([]),
      scores: [],
      seconds: [],
      alarms: this.#alarms.open.filter(({ patientId }) => this.#patients.contains(room, patientId)),
      skippedTicks: socket.data.watching?.flow.skippedTicks ?? 0,
    };
  }
}
