import type { Kafka } from 'kafkajs';
import { asStreamError, kafkaClient } from './connection.ts';

/** A consumer in its group, by the id that the broker gave it. */
export interface GroupMember {
  readonly groupId: string;
  readonly memberId: string;
}

/** The part of kafkajs's cluster that is used here. */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  findGroupCoordinator(group: {
    readonly groupId: string;
  }): Promise<{ leaveGroup(member: GroupMember): Promise<unknown> }>;
}

/**
 * Leaves a group in the name of a member whose process is dead, so that its partitions go to others at once and not when its
 * session times out. Must not be called while the process may live: its commits would be refused, its effects would go on.
 * Does nothing where the group has given the member up already.
 *
 * @throws StreamError `unavailable` where the broker does not respond
 */
export async function leaveGroupFor(brokers: readonly string[], member: GroupMember): Promise<void> {
  const kafka = kafkaClient({ brokers, clientId: 'beatwatch-group', onWarning: () => undefined });
  const cluster = clusterOf(kafka);
  try {
    await cluster.connect();
    const coordinator = await cluster.findGroupCoordinator({ groupId: member.groupId });
    await coordinator.leaveGroup(member);
  } catch (error) {
    if (error instanceof Error && 'type' in error && error.type === 'UNKNOWN_MEMBER_ID') return;
    throw asStreamError(error, 'The group did not give up its member');
  } finally {
    await cluster.disconnect().catch(() => undefined);
  }
}

/** kafkajs can leave a group in its own name alone; what it does that with is behind a symbol. */
function clusterOf(kafka: Kafka): Cluster {
  const symbol = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  const create =
    symbol && (kafka as unknown as Partial<Record<symbol, (options: object) => Cluster>>)[symbol];
  if (create === undefined) throw new TypeError('kafkajs 2.2.4 is expected');
  return create({});
}
