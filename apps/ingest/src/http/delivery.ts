import { topics } from '@beatwatch/contracts';
import type { EncodedPacket } from '@beatwatch/device-formats';
import { describeError, type Logger } from '@beatwatch/service-kit';
import type { Producer } from '@beatwatch/stream';

export interface DeliveryOptions {
  readonly producer: Pick<Producer, 'send'>;
  readonly logger: Logger;
  /** How long a sender waits for the broker. */
  readonly acknowledgeMs: number;
  /** Bytes that may wait for the broker at a time. */
  readonly maxWaitingBytes: number;
}

/** Resolves with true once the broker has the packets; false where it does not take them now. */
export type Delivery = (packets: readonly EncodedPacket[]) => Promise<boolean>;

/**
 * Sends packets keyed by patient. A broker that is away costs each sender a bounded wait and this process bounded memory.
 * Packets that a sender was told to send again may still arrive, so that they arrive twice: ingest passes over repeats.
 */
export function createDelivery({
  producer,
  logger,
  acknowledgeMs,
  maxWaitingBytes,
}: DeliveryOptions): Delivery {
  let waitingBytes = 0;
  let away = false;

  const setAway = (now: boolean, reason: string): void => {
    if (now !== away) {
      if (now) logger.warn({ reason }, 'the broker takes no packets; devices are told to send them again');
      else logger.info('the broker takes packets again');
    }
    away = now;
  };

  return async (packets) => {
    if (packets.length === 0) return true;
    const bytes = packets.reduce((sum, { value }) => sum + value.byteLength, 0);
    if (waitingBytes > 0 && waitingBytes + bytes > maxWaitingBytes) {
      setAway(true, 'too many packets wait');
      return false;
    }
    waitingBytes += bytes;
    const sent = producer
      .send(
        topics.packets,
        packets.map(({ patientId, value }) => ({ key: patientId, value })),
      )
      .then(
        () => {
          setAway(false, '');
          return true;
        },
        (error: unknown) => {
          setAway(true, describeError(error));
          return false;
        },
      )
      .finally(() => {
        waitingBytes -= bytes;
      });
    return withinTime(sent, acknowledgeMs, () => {
      setAway(true, `no acknowledgement within ${acknowledgeMs} ms`);
    });
  };
}

async function withinTime(sent: Promise<boolean>, limitMs: number, onLate: () => void): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      onLate();
      resolve(false);
    }, limitMs);
  });
  try {
    return await Promise.race([sent, late]);
  } finally {
    clearTimeout(timer);
  }
}
