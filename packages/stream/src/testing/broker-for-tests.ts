import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findLocalBrokerSupport, startLocalBroker } from '../local-broker/index.ts';

export interface BrokerForTests {
  readonly brokers: readonly string[];
  stop(): Promise<void>;
}

/**
 * A broker for integration tests: the one that `KAFKA_BROKERS` names, else the one that all files of a test run share
 * (`BEATWATCH_TEST_SERVICES`), else a local one in a temporary folder.
 *
 * @returns a reason to skip where there is neither; where `CI=true`, that is an error instead.
 */
export async function brokerForTests(): Promise<BrokerForTests | { readonly skip: string }> {
  const named = process.env['KAFKA_BROKERS'];
  if (named !== undefined && named !== '') {
    return { brokers: named.split(','), stop: () => Promise.resolve() };
  }
  const shared = await sharedBrokers();
  if (shared !== undefined) return { brokers: shared, stop: () => Promise.resolve() };
  const support = await findLocalBrokerSupport();
  if (!support.available) {
    if (process.env['CI'] === 'true') throw new Error(`${support.reason} ${support.remedy}`);
    return { skip: support.reason };
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'beatwatch-broker-'));
  const broker = await startLocalBroker({ dataDir });
  return {
    brokers: broker.brokers,
    stop: async () => {
      await broker.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function sharedBrokers(): Promise<readonly string[] | undefined> {
  const services = process.env['BEATWATCH_TEST_SERVICES'];
  if (services === undefined) return undefined;
  const response = await fetch(`${services}/broker`);
  if (!response.ok) throw new Error(`the shared broker could not be started: ${await response.text()}`);
  return ((await response.json()) as { readonly brokers?: readonly string[] }).brokers;
}
