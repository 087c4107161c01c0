import { randomBytes } from 'node:crypto';
import { matchesDigest, tokenDigest } from '../bearer.ts';

/** Whose request it is, of those that come with a key. */
export interface KeyIdentity {
  /** Names the key in lists and logs; unrelated to the key itself. */
  readonly id: string;
  /** What it may be used for. */
  readonly scopes: readonly string[];
  /** The wards whose patients it is for; absent: all. */
  readonly wards?: readonly string[];
  /** The devices that it is for; absent: all. */
  readonly devices?: readonly string[];
}

/** A key that was made, and what is kept of it. */
export interface MadeKey {
  /** Stored nowhere. */
  readonly key: string;
  readonly id: string;
  /** SHA-256 of the key, hexadecimal. */
  readonly sha256: string;
}

/** A new key: 256 random bits behind a prefix, by which leaked keys can be found. */
export function newKey(prefix: string): MadeKey {
  const key = `${prefix}_${randomBytes(32).toString('base64url')}`;
  return { key, id: randomBytes(6).toString('hex'), sha256: tokenDigest(key).toString('hex') };
}

/** The key that was sent. Compares all keys in full, so that the time taken reveals nothing about them. */
export function findKey<Key extends Pick<MadeKey, 'sha256'>>(
  keys: readonly Key[],
  sent: string,
): Key | undefined {
  let found: Key | undefined;
  for (const key of keys) if (matchesDigest(sent, Buffer.from(key.sha256, 'hex'))) found = key;
  return found;
}
