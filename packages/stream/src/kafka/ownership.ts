// A broker's response to a commit of a consumer that no longer owns the partitions; kafkajs's error after it has left.
const lost = ['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'];
const notAMember = /Consumer group was not initialized/;

/** True where a commit failed because the partitions belong to another consumer now, which goes on reading. */
export function isOwnershipLost(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('type' in cause && typeof cause.type === 'string' && lost.includes(cause.type)) return true;
    if (notAMember.test(cause.message)) return true;
  }
  return false;
}
