import type { AlarmEvent } from '@beatwatch/contracts';
import type { Snapshot, Tick } from '@beatwatch/live-protocol';
import type { Session } from '@beatwatch/service-kit/session';
import type { LiveServer } from '../../../apps/gateway/src/views.ts';

/** Stands before the listeners, and calls the next one or not. */
type Check = (message: readonly unknown[], next: () => void) => void;

const nurse: Session = { id: '0'.repeat(32), userId: 'nurse', userName: 'nurse', role: 'clinician' };

/** A page of the central station, connected to one gateway: it keeps the open alarms as ticks and snapshots tell them. */
export class Station {
  readonly socket = {
    id: 'station',
    data: { session: nurse },
    use: (check: Check) => {
      this.#checks.push(check);
    },
    on: (event: string, listen: (...args: never[]) => void) => {
      this.#listeners.set(event, listen);
    },
    emit: (event: string, message: unknown) => {
      this.receive(event, message);
    },
  };
  readonly #checks: Check[] = [];
  readonly #listeners = new Map<string, (...args: never[]) => void>();
  #open = new Map<string, AlarmEvent>();

  get open(): ReadonlyMap<string, AlarmEvent> {
    return this.#open;
  }

  request(event: string, ...args: readonly unknown[]): void {
    const listen = this.#checks.reduceRight<() => void>(
      (next, check) => () => {
        check([event, ...args], next);
      },
      () => this.#listeners.get(event)?.(...(args as never[])),
    );
    listen();
  }

  receive(event: string, message: unknown): void {
    if (event === 'snapshot') {
      this.#open = new Map((message as Snapshot).alarms.map((alarm) => [alarm.alarmId, alarm]));
    } else if (event === 'tick') {
      const { alarms, number } = message as Tick;
      for (const alarm of alarms) this.#apply(alarm);
      this.request('seen', number);
    }
  }

  #apply(alarm: AlarmEvent): void {
    if ((this.#open.get(alarm.alarmId)?.changeNumber ?? 0) >= alarm.changeNumber) return;
    if (alarm.state === 'resolved') this.#open.delete(alarm.alarmId);
    else this.#open.set(alarm.alarmId, alarm);
  }
}

/** A server of sockets with one page connected. */
export function stationServer(station: Station): LiveServer {
  const clients = {
    emit: (event: string, message: unknown) => {
      station.receive(event, message);
    },
  };
  const server = { sockets: { sockets: new Map([[station.socket.id, station.socket]]) }, to: () => clients };
  return server as unknown as LiveServer;
}
