import { maxUserNameLength, parseUserName, roles } from '@beatwatch/service-kit/session';
import { z } from 'zod';
import { expects } from '../expectations.ts';

export const nameField = z.string().transform((text, context) => {
  const name = parseUserName(text);
  if (name !== undefined) return name;
  context.addIssue({ code: 'custom', message: expects({ code: 'user-name', most: maxUserNameLength }) });
  return z.NEVER;
});

export const roleField = z.enum(roles, expects({ code: 'one-of', values: roles.join(', ') }));

/** `all`, or the wards that the user may see. */
export const wardsField = z.union(
  [z.literal('all'), z.array(z.string().min(1).max(100)).max(200)],
  expects({ code: 'wards-or-all' }),
);
