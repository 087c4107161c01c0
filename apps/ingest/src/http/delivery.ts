import { topics } from '@beatwatch/contracts';
import type { EncodedPacket } from '@beatwatch/device-formats';
import { describeError, type Logger } from '@beatwatch/service-kit';
import type { Producer } from '@beatwatch/stream';

export interface DeliveryOptions {
  readonly producer: Pick<Producer, 'send'>;
  readonly logger: Logger;
  /** Longest wait of a sender for the broker. */
  readonly acknowledgeMs: number;
  /** Most bytes of packets waiting for the broker. */
  readonly maxWaitingBytes: number;
}

/** Sends packets; true once the broker has stored them, false if it is unavailable. */
export type Delivery = (packets: readonly Pick<EncodedPacket, 'patientId' | 'value'>[]) => Promise<boolean>;

/**
 * Creates a delivery that keys packets by patient. While the broker is unavailable, waiting time and memory are bounded.
 * Refused packets may still be stored, and stored again when they are resent: ingest drops duplicates.
 */
export function createDelivery({
  producer,
  logger,
  acknowledgeMs,
  maxWaitingBytes,
}: DeliveryOptions): Delivery {
  let waitingBytes = 0;
  let unavailable = false;

  const setUnavailable = (now: boolean, reason: string): void => {
    if (now !== unavailable) {
      if (now) logger.warn({ reason }, 'broker unavailable; devices have to resend their packets');
      else logger.info('broker available again');
    }
    unavailable = now;
  };

  return async (packets) => {
    if (packets.length === 0) return true;
    const bytes = packets.reduce((sum, { value }) => sum + value.byteLength, 0);
    if (waitingBytes > 0 && waitingBytes + bytes > maxWaitingBytes) {
      setUnavailable(true, 'too many packets are waiting');
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
          setUnavailable(false, '');
          return true;
        },
        (error: unknown) => {
          setUnavailable(true, describeError(error));
          return false;
        },
      )
      .finally(() => {
        waitingBytes -= bytes;
      });
    return withinTime(sent, acknowledgeMs, () => {
      setUnavailable(true, `no acknowledgement within ${acknowledgeMs} ms`);
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
