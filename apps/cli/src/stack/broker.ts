import { join } from 'node:path';
import { createKafkaStream } from '@beatwatch/stream';
import { findLocalBrokerSupport, startLocalBroker } from '@beatwatch/stream/local-broker';
import type { CliConfig } from '../config.ts';
import type { Part } from './part.ts';

export interface Broker {
  /** Absent with the in-process adapter. */
  readonly brokers?: readonly string[];
  /** Kind of broker, and why this one was chosen. */
  readonly description: string;
  /** Absent for a broker that was not started here. */
  readonly part?: Part;
}

/** `KAFKA_BROKERS` if set, else a local Kafka where Java is installed, else the in-process adapter. */
export async function startBroker(config: CliConfig, onProgress: (text: string) => void): Promise<Broker> {
  if (config.KAFKA_BROKERS !== undefined) {
    const stream = await createKafkaStream({ brokers: config.KAFKA_BROKERS, clientId: 'beatwatch-start' });
    await stream.stop();
    return { brokers: config.KAFKA_BROKERS, description: 'Kafka, from KAFKA_BROKERS' };
  }
  const support = await findLocalBrokerSupport();
  if (!support.available) {
    return {
      description: `in-process, since KAFKA_BROKERS is not set and ${support.reason} (for a real Kafka, ${support.remedy})`,
    };
  }
  const broker = await startLocalBroker({ dataDir: join(config.dataDir, 'kafka'), onProgress });
  return {
    brokers: broker.brokers,
    description: `local Kafka 4.4.0 on ${broker.brokers.join(', ')}, since KAFKA_BROKERS is not set and Java ${support.javaVersion} is installed`,
    part: { name: 'broker', pid: broker.pid, stop: () => broker.stop() },
  };
}
