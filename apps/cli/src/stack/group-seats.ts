import { leaveGroupFor, type GroupMember } from '@beatwatch/stream';
import { z } from 'zod';
import type { SupervisedAppOptions } from './supervision/supervised-app.ts';

const joinedSchema = z.object({
  type: z.literal('group-member'),
  groupId: z.string(),
  memberId: z.string(),
});

/**
 * Gives up the place of an app that died in its consumer groups: without that, the broker waits for it until its session times
 * out, and its partitions stand still meanwhile. The app's process is over, so that nobody can work for the place any more.
 */
export function groupSeats(brokers: readonly string[]): Pick<SupervisedAppOptions, 'onMessage' | 'cleanUp'> {
  const members = new Map<string, GroupMember>();
  return {
    onMessage: (message) => {
      const { success, data } = joinedSchema.safeParse(message);
      if (success) members.set(data.groupId, data);
    },
    cleanUp: async () => {
      const dead = [...members.values()];
      members.clear();
      for (const member of dead) await leaveGroupFor(brokers, member);
    },
  };
}
