import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** What a key may be for. */
export const scopes = ['denoise', 'jobs', 'dicomweb', 'metrics'] as const;
export type Scope = (typeof scopes)[number];

export const storedKeySchema = z.strictObject({
  /** Names the key in lists and logs; tells nothing of the key itself. */
  id: z.string().regex(/^[0-9a-f]{12}$/),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  /**
   * SHA-256 of the key, hexadecimal. A slow hash would protect a password, which can be guessed; nobody guesses 256
   * random bits, and every request has to be checked.
   */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().optional(),
});

/** A key as the file keeps it. */
export type StoredKey = z.output<typeof storedKeySchema>;

/** The key of a request. */
export type KeyIdentity = Pick<StoredKey, 'id' | 'scopes'>;

const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();

/**
 * A new key: 256 random bits behind `bwd_`, by which leaked keys can be searched for.
 * @returns the key, which is nowhere kept, and what is kept of it
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
      sha256: digestOf(key).toString('hex'),
      createdAt: now.toISOString(),
    },
  };
}

/**
 * The valid key that was sent, if it is one. All keys are compared in full, so the time it takes tells nothing of how
 * much of one is right.
 */
export function findKey(keys: readonly StoredKey[], sent: string): StoredKey | undefined {
  const digest = digestOf(sent);
  let found: StoredKey | undefined;
  for (const key of keys) {
    const same = timingSafeEqual(digest, Buffer.from(key.sha256, 'hex'));
    if (same && key.revokedAt === undefined) found = key;
  }
  return found;
}
