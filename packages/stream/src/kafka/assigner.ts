import type { GroupMemberAssignment, PartitionAssigner } from 'kafkajs';
import { kafkajs } from './kafkajs.ts';

/**
 * Assigns partition p of every topic to member p modulo the number of members, in the order of their ids. All topics are
 * keyed by patient, so that a member that reads several topics has all of a patient's messages; kafkajs's own round robin
 * counts on from topic to topic and may separate them.
 */
export function assignByNumber(
  memberIds: readonly string[],
  partitionsOf: ReadonlyMap<string, readonly number[]>,
): Map<string, Record<string, number[]>> {
  const sorted = [...memberIds].sort();
  const assignments = new Map(sorted.map((id): [string, Record<string, number[]>] => [id, {}]));
  for (const [topic, partitions] of partitionsOf) {
    for (const partition of partitions) {
      const assignment = assignments.get(sorted[partition % sorted.length] ?? '');
      if (assignment !== undefined) (assignment[topic] ??= []).push(partition);
    }
  }
  return assignments;
}

const name = 'ByPartitionNumber';
const version = 1;
const { MemberMetadata, MemberAssignment } = kafkajs.AssignerProtocol;

/** `assignByNumber` as an assigner of kafkajs. */
export const byPartitionNumber: PartitionAssigner = ({ cluster }) => ({
  name,
  version,
  assign: ({ members, topics }) => {
    const partitionsOf = new Map(
      topics.map((topic) => [
        topic,
        cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId),
      ]),
    );
    const assignments = assignByNumber(
      members.map(({ memberId }) => memberId),
      partitionsOf,
    );
    return Promise.resolve(
      [...assignments].map(([memberId, assignment]): GroupMemberAssignment => ({
        memberId,
        memberAssignment: MemberAssignment.encode({ version, assignment, userData: Buffer.alloc(0) }),
      })),
    );
  },
  protocol: ({ topics }) => ({
    name,
    metadata: MemberMetadata.encode({ version, topics, userData: Buffer.alloc(0) }),
  }),
});
