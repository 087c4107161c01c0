/** A browser that has opened a page of this installation. Nobody is signed in: it is a browser, not a person. */
export interface Session {
  /** 32 hexadecimal digits, chosen by the server. */
  readonly id: string;
  /** As the user entered it; nobody has checked who that is. */
  readonly userName?: string;
}

const namePattern = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .,'’()/-]*$/u;
export const maxUserNameLength = 60;

/** A name as entered, without spaces around it. @returns undefined unless it is 1 to 60 letters, digits, spaces and .,'()/- */
export function parseUserName(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 4 * maxUserNameLength) return undefined;
  const name = value.normalize('NFC').trim().replace(/ +/g, ' ');
  return name.length <= maxUserNameLength && namePattern.test(name) ? name : undefined;
}

/**
 * Who carries out a command: the name that was entered, and the first digits of the session, which the server chose, so
 * that two browsers with one name are told apart.
 */
export const actorOf = ({ id, userName = 'staff' }: Session): string => `${userName} · ${id.slice(0, 8)}`;
