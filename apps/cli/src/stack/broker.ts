import { join } from 'node:path';
import { createKafkaStream } from '@beatwatch/stream';
import {
  createBrokerProbe,
  findLocalBrokerSupport,
  restartLocalBroker,
  startLocalBroker,
} from '@beatwatch/stream/local-broker';
import type { CliConfig } from '../config.ts';
import { lastLinesOf } from './logs/log-file.ts';
import { logPathOf } from './logs/log-folder.ts';
import { killProcess, type RunningProcess } from './supervision/running-process.ts';
import { supervise, type SupervisedPart, type SupervisionEvents } from './supervision/supervise.ts';
import { watchHealth } from './supervision/watch-health.ts';
import type { Part } from './part.ts';

export interface Broker {
  /** Absent with the in-process adapter. */
  readonly brokers?: readonly string[];
  /** Kind of broker, and why this one was chosen. */
  readonly description: string;
  /** Absent for a broker that was not started here. */
  readonly part?: Part;
}

export interface BrokerOptions extends Pick<SupervisedPart<RunningProcess>, 'untilPossible'> {
  readonly config: CliConfig;
  readonly onProgress: (text: string) => void;
  readonly events: SupervisionEvents;
}

/** `KAFKA_BROKERS` if set, else a local Kafka where Java is installed, kept running, else the in-process adapter. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { config } = options;
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
  const { brokers, part } = await localBroker(options);
  return {
    brokers,
    description: `local Kafka 4.4.0 on ${brokers.join(', ')}, since KAFKA_BROKERS is not set and Java ${support.javaVersion} is installed`,
    part,
  };
}

interface RunningBroker extends RunningProcess {
  readonly brokers: readonly string[];
}

async function localBroker({
  config,
  onProgress,
  events,
  untilPossible,
}: BrokerOptions): Promise<{ readonly brokers: readonly string[]; readonly part: Part }> {
  const dataDir = join(config.dataDir, 'kafka');
  const logFile = logPathOf(config.dataDir, 'broker');
  let port: number | undefined;
  const supervised = await supervise<RunningBroker>(
    {
      name: 'broker',
      start: async (signal) => {
        const broker =
          port === undefined
            ? await startLocalBroker({ dataDir, logFile, onProgress, signal })
            : // The same address: the parts that use it know no other.
              await restartLocalBroker({ dataDir, logFile, port, signal });
        port = Number(broker.brokers[0]?.split(':')[1]);
        return {
          brokers: broker.brokers,
          pid: broker.pid,
          ended: broker.ended,
          kill: () => {
            killProcess(broker.pid);
          },
          stop: () => broker.stop(),
        };
      },
      watch: ({ brokers }, onHung) => {
        const probe = createBrokerProbe(brokers);
        const endWatch = watchHealth({ isWell: () => probe.responds(), everyMs: 1000, misses: 4, onHung });
        return () => {
          endWatch();
          probe.close();
        };
      },
      ...(untilPossible && { untilPossible }),
      lastLines: () => lastLinesOf(logFile),
    },
    events,
  );
  return {
    brokers: supervised.current.brokers,
    part: {
      name: 'broker',
      get pid() {
        return supervised.current.pid;
      },
      stop: () => supervised.stop(),
    },
  };
}
