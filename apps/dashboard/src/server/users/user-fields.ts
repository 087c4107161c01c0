import { parseUserName, roles } from '@beatwatch/service-kit/session';
import { z } from 'zod';

export const nameField = z.string().transform((text, context) => {
  const name = parseUserName(text);
  if (name !== undefined) return name;
  context.addIssue({ code: 'custom', message: "1 to 60 letters, digits, spaces and .,'()/-" });
  return z.NEVER;
});

export const roleField = z.enum(roles, `one of ${roles.join(', ')}`);

/** `all`, or the wards that the user may see. */
export const wardsField = z.union(
  [z.literal('all'), z.array(z.string().min(1).max(100)).max(200)],
  '"all", or a list of wards',
);
