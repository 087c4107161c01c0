import { randomBytes } from 'node:crypto';
import type { Role } from './roles.ts';

/** Somebody at a browser. */
export interface Session {
  /** 32 hexadecimal digits, chosen by the server; of a demo, the browser's. */
  readonly id: string;
  /** Stays with a person; `demo` for everybody in a demo. */
  readonly userId: string;
  /** Absent in a demo before a name was entered; there nobody checks it. */
  readonly userName?: string;
  readonly role: Role;
  /** The wards that the user may see; absent: all. */
  readonly wards?: readonly string[];
}

/** Everybody in a demo is this user. */
const demoUserId = 'demo';

/** A new browser in a demo: an administrator of all wards, without a name and a password. */
export const demoSession = (): Session => ({
  id: randomBytes(16).toString('hex'),
  userId: demoUserId,
  role: 'administrator',
});

export const isDemo = ({ userId }: Session): boolean => userId === demoUserId;

const namePattern = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .,'’()/-]*$/u;
export const maxUserNameLength = 60;

/** A name as entered, without spaces around it. @returns undefined unless it is 1 to 60 letters, digits, spaces and .,'()/- */
export function parseUserName(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 4 * maxUserNameLength) return undefined;
  const name = value.normalize('NFC').trim().replace(/ +/g, ' ');
  return name.length <= maxUserNameLength && namePattern.test(name) ? name : undefined;
}

/**
 * Who did something, as it is stored: the name, and the first digits of the user's id, so that two people with one name are
 * told apart; in a demo of the browser's session.
 */
export function actorOf(session: Session): string {
  const { id, userId, userName = 'staff' } = session;
  return `${userName} · ${(isDemo(session) ? id : userId).slice(0, 8)}`;
}
