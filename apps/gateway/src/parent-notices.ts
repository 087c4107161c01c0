import { decodeSystemNotice, encodeSystemNotice, type SystemNotice } from '@beatwatch/contracts';
import { z } from 'zod';

const messageSchema = z.object({
  type: z.literal('system-notice'),
  notice: z.custom<SystemNotice>((value) => typeof value === 'object' && value !== null),
});

/**
 * The notice in a message of the process that runs this one, `{ type: 'system-notice', notice }`: it knows that the database
 * or the broker is away, which no topic could report then.
 * @returns undefined for any other message, or a notice that breaks the contract
 */
export function noticeOfMessage(message: unknown): SystemNotice | undefined {
  const parsed = messageSchema.safeParse(message);
  if (!parsed.success) return undefined;
  try {
    return decodeSystemNotice(encodeSystemNotice(parsed.data.notice));
  } catch {
    return undefined;
  }
}
