import { z } from 'zod';
import { roles } from './roles.ts';
import { parseUserName, type Session } from './session.ts';

const claimsSchema = z.object({
  sub: z.string(),
  uid: z.string(),
  role: z.enum(roles),
  wards: z.array(z.string()).optional(),
  name: z.unknown().optional(),
});

/** What a token says of a session, beside its times; `sub` is the session's id. */
export const claimsOf = ({ userId, userName, role, wards }: Session): Readonly<Record<string, unknown>> => ({
  uid: userId,
  role,
  ...(wards !== undefined && { wards }),
  ...(userName !== undefined && { name: userName }),
});

/** @returns undefined where a claim is missing or of another kind, as in tokens of earlier versions */
export function sessionOfClaims(claims: unknown): Session | undefined {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return undefined;
  const { sub: id, uid: userId, role, wards, name } = parsed.data;
  const userName = parseUserName(name);
  return {
    id,
    userId,
    role,
    ...(wards !== undefined && { wards }),
    ...(userName !== undefined && { userName }),
  };
}
