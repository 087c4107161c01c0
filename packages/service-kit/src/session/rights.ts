import { roles, type Role } from './roles.ts';
import type { Session } from './session.ts';

/**
 * What a route or a command of the socket asks for: nothing, a session, to see patients, to act on alarms and thresholds, or
 * to run the installation.
 */
export type Right = 'anybody' | 'signed-in' | 'see' | 'act' | 'administer';

/** How far down the list of roles a right goes. */
const leastRole: Readonly<Record<Exclude<Right, 'anybody'>, Role>> = {
  'signed-in': 'viewer',
  see: 'viewer',
  act: 'clinician',
  administer: 'administrator',
};

/** @param session undefined: nobody is signed in */
export function allows(session: Pick<Session, 'role'> | undefined, right: Right): boolean {
  if (right === 'anybody') return true;
  return session !== undefined && roles.indexOf(session.role) >= roles.indexOf(leastRole[right]);
}

/** @param ward undefined: it is not known; seen only by those who may see all */
export const seesWard = ({ wards }: Pick<Session, 'wards'>, ward: string | undefined): boolean =>
  wards === undefined || (ward !== undefined && wards.includes(ward));

/** For people: who may do it. */
export const requiredRole = (right: Exclude<Right, 'anybody'>): Role => leastRole[right];
