import { randomBytes } from 'node:crypto';
import { matchesDigest, tokenDigest } from '@beatwatch/service-kit';
import { z } from 'zod';

/** What a key may be used for. */
export const scopes = ['denoise', 'jobs', 'dicomweb', 'metrics'] as const;
export type Scope = (typeof scopes)[number];

export const storedKeySchema = z.strictObject({
  /** Names the key in lists and logs; unrelated to the key itself. */
  id: z.string().regex(/^[0-9a-f]{12}$/),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  /** SHA-256 of the key, hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().optional(),
});

/** A key as stored in the file. */
export type StoredKey = z.output<typeof storedKeySchema>;

/** The key of a request. */
export type KeyIdentity = Pick<StoredKey, 'id' | 'scopes'>;

/**
 * A new key: 256 random bits behind `bwd_`, by which leaked keys can be found.
 * @returns the key, which is stored nowhere, and its entry for the file
 */
export function createKey(
  name: string,
  keyScopes: readonly Scope[],
  now: Date,
): { readonly key: string; readonly stored: StoredKey } {
  const key = `bwd_${randomBytes(32).toString('base64url')}`;
  return {
    key,
    stored: {
      id: randomBytes(6).toString('hex'),
      name,
      scopes: [...keyScopes],
      sha256: tokenDigest(key).toString('hex'),
      createdAt: now.toISOString(),
    },
  };
}

/** The valid key that was sent. Compares all keys in full, so that the time taken reveals nothing about them. */
export function findKey(keys: readonly StoredKey[], sent: string): StoredKey | undefined {
  let found: StoredKey | undefined;
  for (const key of keys) {
    const same = matchesDigest(sent, Buffer.from(key.sha256, 'hex'));
    if (same && key.revokedAt === undefined) found = key;
  }
  return found;
}
