import { encodePacket, topics, type Packet } from '@beatwatch/contracts';
import type { Service } from '@beatwatch/service-kit';
import type { OutgoingMessage, Producer } from '@beatwatch/stream';
import { optionInRange } from '../errors.ts';
import type { Wearable } from './wearable.ts';

export interface TransmissionOptions {
  readonly producer: Pick<Producer, 'send'>;
  /** Epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number;
  /** Simulated time per real time, 0.01 to 1000. Above 1, time stamps run ahead of the clock. Default 1. */
  readonly speed?: number;
  /** Called for a failed send; its packets are sent again at the next tick. */
  readonly onSendError?: (error: unknown) => void;
}

export interface FleetStats {
  readonly patients: number;
  readonly packetsSent: number;
  readonly samplesSent: number;
  readonly sendFailures: number;
  /** Delay of the last packets behind schedule. More than a tick (50 ms): the broker is too slow. */
  readonly lagMs: number;
}

/** Running wearables. `stop` resolves when the last send has ended. */
export interface Fleet extends Service {
  /** Sends all packets that are due, as `start` does on every tick. */
  sendDue(): Promise<void>;
  stats(): FleetStats;
}

export interface Transmission extends Fleet {
  /** Simulated time, epoch microseconds. */
  timeUs(): number;
  setWearables(wearables: readonly Wearable[]): void;
}

const tickMs = 50;
const maxPacketsPerSend = 2000;

/**
 * Sends the packets of any number of wearables with one timer. A tick sends everything that is due by the clock, so that late
 * ticks lose nothing and the schedule does not drift. It waits for the broker, and packets are created only when they are
 * sent, so that memory stays bounded.
 * @throws SimulatorError if the speed is out of range
 */
export function createTransmission(options: TransmissionOptions): Transmission {
  const { producer, now = Date.now, onSendError } = options;
  const speed = optionInRange('speed', options.speed ?? 1, 0.01, 1000);
  const startedMs = now();
  let wearables: readonly Wearable[] = [];
  let position = 0;
  let unsent: Packet[] = [];
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  const counts = { packetsSent: 0, samplesSent: 0, sendFailures: 0, lagMs: 0 };

  const timeUs = (): number => Math.round((startedMs + (now() - startedMs) * speed) * 1000);

  /** Takes a packet from each wearable in turn. @returns true if the batch is full, false if nothing more is due */
  const collect = (untilUs: number): boolean => {
    for (let idle = 0; idle < wearables.length; position++) {
      if (unsent.length >= maxPacketsPerSend) return true;
      const wearable = wearables[position % wearables.length];
      if (wearable === undefined || wearable.dueUs > untilUs) {
        idle++;
        continue;
      }
      idle = 0;
      counts.lagMs = (untilUs - wearable.dueUs) / speed / 1000;
      unsent.push(...wearable.next());
    }
    return false;
  };

  const sendAll = async (): Promise<void> => {
    for (let more = true; more && !stopped;) {
      more = collect(timeUs());
      if (unsent.length === 0) return;
      await producer.send(topics.packets, unsent.map(messageOf));
      counts.packetsSent += unsent.length;
      counts.samplesSent += unsent.reduce((sum, { samples }) => sum + samples.length, 0);
      unsent = [];
    }
  };
  const sendDue = (): Promise<void> => {
    sending ??= sendAll().finally(() => {
      sending = undefined;
    });
    return sending;
  };
  const tick = (): void => {
    sendDue()
      .catch((error: unknown) => {
        counts.sendFailures++;
        onSendError?.(error);
      })
      .finally(() => {
        if (!stopped) timer = setTimeout(tick, tickMs);
      });
  };

  return {
    start: () => {
      if (timer === undefined && !stopped) timer = setTimeout(tick, 0);
      return Promise.resolve();
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await sending?.catch(() => undefined);
    },
    sendDue,
    timeUs,
    setWearables: (replacement) => {
      wearables = replacement;
    },
    stats: () => ({ patients: wearables.length, ...counts }),
  };
}

const messageOf = (packet: Packet): OutgoingMessage => ({
  key: packet.patientId,
  value: encodePacket(packet),
});
