import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findLocalBrokerSupport, startLocalBroker } from '../local-broker/index.ts';

export interface BrokerForTests {
  readonly brokers: readonly string[];
  /** Undefined where the broker is not ours (`KAFKA_BROKERS`): a test that kills it has to be skipped. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/**
 * A broker for integration tests: the one that `KAFKA_BROKERS` names, else a local one in a temporary folder.
 *
 * @returns a reason to skip where there is neither; where `CI=true`, that is an error instead.
 */
export async function brokerForTests(): Promise<BrokerForTests | { readonly skip: string }> {
  const named = process.env['KAFKA_BROKERS'];
  if (named !== undefined && named !== '') {
    return { brokers: named.split(','), pid: undefined, stop: () => Promise.resolve() };
  }
  const support = await findLocalBrokerSupport();
  if (!support.available) {
    if (process.env['CI'] === 'true') throw new Error(`${support.reason} ${support.remedy}`);
    return { skip: support.reason };
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'beatwatch-broker-'));
  const broker = await startLocalBroker({ dataDir });
  return {
    brokers: broker.brokers,
    pid: broker.pid,
    stop: async () => {
      await broker.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
