import { newKey } from '@beatwatch/service-kit';
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

/**
 * A new key, behind `bwd_`.
 * @returns the key, which is stored nowhere, and its entry for the file
 */
export function createKey(
  name: string,
  keyScopes: readonly Scope[],
  now: Date,
): { readonly key: string; readonly stored: StoredKey } {
  const { key, ...kept } = newKey('bwd');
  return { key, stored: { ...kept, name, scopes: [...keyScopes], createdAt: now.toISOString() } };
}
