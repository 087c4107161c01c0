import { type AlarmEvent, type AlarmId } from '@beatwatch/contracts';
import type { ClientToServerEvents, ServerToClientEvents } from '@beatwatch/live-protocol';
import { io, type Socket } from 'socket.io-client';
import { liveToken } from '../stack/live-token.ts';
import { isChaosPatient } from './patients.ts';

/** What an open station would show, from the same messages. */
export class Page {
  readonly #socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  readonly #open = new Map<AlarmId, AlarmEvent>();
  /** When each alarm was shown for the first time, epoch milliseconds. */
  readonly #shownMs = new Map<AlarmId, number>();
  /** The last change of each alarm that was shown. */
  readonly #shownChange = new Map<AlarmId, number>();
  #backwards = 0;
  #reconnects = -1;

  constructor(gatewayUrl: string, dataDir: string) {
    this.#socket = io(gatewayUrl, {
      transports: ['websocket'],
      reconnectionDelayMax: 1000,
      forceNew: true,
      auth: (use) =>
        void liveToken(dataDir).then((token) => {
          use({ token });
        }),
    });
    this.#socket.on('connect', () => {
      this.#reconnects += 1;
      this.#socket.emit('subscribe', 'all', () => undefined);
    });
    this.#socket.on('snapshot', ({ number, alarms }) => {
      this.#socket.emit('seen', number);
      this.#open.clear();
      for (const alarm of alarms) this.#show(alarm);
    });
    this.#socket.on('tick', ({ number, alarms }) => {
      this.#socket.emit('seen', number);
      for (const alarm of alarms) this.#show(alarm);
    });
  }

  #show(alarm: AlarmEvent): void {
    if (!isChaosPatient(alarm.patientId)) return;
    const { alarmId, changeNumber, state } = alarm;
    if (!this.#shownMs.has(alarmId)) this.#shownMs.set(alarmId, Date.now());
    // A repeat is harmless; a change that is older than what is shown would turn a screen back.
    if (changeNumber < (this.#shownChange.get(alarmId) ?? 0)) this.#backwards += 1;
    this.#shownChange.set(alarmId, Math.max(changeNumber, this.#shownChange.get(alarmId) ?? 0));
    if (state === 'resolved') this.#open.delete(alarmId);
    else this.#open.set(alarmId, alarm);
  }

  get open(): ReadonlySet<AlarmId> {
    return new Set(this.#open.keys());
  }

  get shownMs(): ReadonlyMap<AlarmId, number> {
    return this.#shownMs;
  }

  get reconnects(): number {
    return Math.max(0, this.#reconnects);
  }

  /** Changes that were shown after a later one. */
  get backwards(): number {
    return this.#backwards;
  }

  close(): void {
    this.#socket.close();
  }
}
