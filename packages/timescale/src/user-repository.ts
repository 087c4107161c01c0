import type { Role, Session } from '@beatwatch/service-kit/session';

/** Somebody who may sign in. */
export interface User {
  /** 32 hexadecimal digits. */
  readonly userId: string;
  readonly name: string;
  /** In lower case; what a person signs in with. */
  readonly email: string;
  readonly role: Role;
  /** The wards whose patients the user may see; absent: all. */
  readonly wards?: readonly string[];
  readonly isDisabled: boolean;
  /** Whether a password was ever set, or the user came from another provider. */
  readonly hasCredential: boolean;
}

export interface UserChange {
  readonly name?: string;
  readonly role?: Role;
  /** `all`: every ward. */
  readonly wards?: readonly string[] | 'all';
  readonly isDisabled?: boolean;
}

interface SetUpLink {
  readonly userId: string;
  /** Of the token in the link, which is not stored. */
  readonly tokenSha256: string;
  /** Who has made it. */
  readonly madeBy: string;
  readonly expiresAtMs: number;
}

export interface UserRepository {
  /** By name. */
  list(): Promise<readonly User[]>;
  find(userId: string): Promise<User | undefined>;
  findByEmail(email: string): Promise<User | undefined>;
  /** @returns false where somebody has this e-mail address already */
  add(user: Pick<User, 'userId' | 'name' | 'email' | 'role' | 'wards'>): Promise<boolean>;
  /**
   * Ends the sessions of whoever is disabled.
   * @returns `last-administrator`, with nothing changed, where no other administrator would be left who can sign in
   */
  change(userId: string, change: UserChange): Promise<'changed' | 'unknown' | 'last-administrator'>;
  endSessions(userId: string): Promise<void>;
  /** Takes the place of the links that the user had. */
  makeLink(link: SetUpLink): Promise<void>;
  /** Spends the link. @returns whose it is; undefined where it was used, has expired or never was */
  useLink(tokenSha256: string): Promise<string | undefined>;
  /** Whether somebody can sign in as administrator. */
  hasAdministrator(): Promise<boolean>;
  /** Those of these sessions that go on, as their users are now. */
  sessions(ids: readonly string[]): Promise<readonly Session[]>;
}
