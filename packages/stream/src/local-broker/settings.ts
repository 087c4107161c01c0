import { defaultPartitions } from '../limits.ts';

export interface Ports {
  readonly client: number;
  readonly controller: number;
}

/** Folder of the broker's log, beside its settings. */
export const logFolder = 'log';

/** `server.properties` of one node that is both broker and controller and listens on this machine only. */
export function serverProperties({ client, controller }: Ports): string {
  const settings: Record<string, string | number> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${client},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${client}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    // Relative to the folder it runs in, so that no character of a path needs escaping.
    'log.dirs': logFolder,
    'num.partitions': defaultPartitions,
    'auto.create.topics.enable': 'false',
    // One node: every internal topic has one replica.
    'default.replication.factor': 1,
    'min.insync.replicas': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 6,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 2,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 2,
    // A partition keeps one day, 256 MiB at most, and deletes in segments of 32 MiB.
    'log.retention.hours': 24,
    'log.retention.bytes': 268_435_456,
    'log.segment.bytes': 33_554_432,
    'log.retention.check.interval.ms': 60_000,
    'log.cleaner.dedupe.buffer.size': 16_777_216,
    // A message is dated by the broker: a producer's clock may be wrong, and what it dates 1970 would be deleted at once.
    'log.message.timestamp.type': 'LogAppendTime',
    // Quick starts: a group does not wait for more members, and a restarted broker is accepted at once.
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1000,
    'broker.session.timeout.ms': 2000,
    'broker.heartbeat.interval.ms': 250,
    'num.network.threads': 2,
    'num.io.threads': 4,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** The ports in a `server.properties` that this file wrote. */
export function portsIn(properties: string): Ports | undefined {
  const [, client, controller] =
    /^listeners=PLAINTEXT:\/\/127\.0\.0\.1:(\d+),CONTROLLER:\/\/127\.0\.0\.1:(\d+)$/m.exec(properties) ?? [
      undefined,
      undefined,
      undefined,
    ];
  if (client === undefined || controller === undefined) return undefined;
  return { client: Number(client), controller: Number(controller) };
}
