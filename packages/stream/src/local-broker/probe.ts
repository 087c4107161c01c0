import type { Admin } from 'kafkajs';
import { kafkaClient } from '../kafka/connection.ts';
import { within } from '../within.ts';

export interface BrokerProbe {
  /** Whether the broker answers a request for its metadata. False after `limitMs`. */
  responds(): Promise<boolean>;
  close(): void;
}

/** Asks a broker again and again whether it answers, over one connection of its own. */
export function createBrokerProbe(brokers: readonly string[], limitMs = 2000): BrokerProbe {
  const kafka = kafkaClient(
    { brokers, clientId: 'beatwatch-probe', onWarning: () => undefined },
    { initialRetryTime: 50, retries: 1 },
  );
  let admin: Admin | undefined;

  function discard(): void {
    void admin?.disconnect().catch(() => undefined);
    admin = undefined;
  }

  async function ask(): Promise<void> {
    if (admin === undefined) {
      admin = kafka.admin();
      await admin.connect();
    }
    await admin.describeCluster();
  }

  return {
    async responds() {
      try {
        if (await within(limitMs, ask())) return true;
      } catch {
        // Refused, or cut off.
      }
      discard();
      return false;
    },
    close: discard,
  };
}
