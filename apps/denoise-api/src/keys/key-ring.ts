import { stat } from 'node:fs/promises';
import { findKey, type KeyIdentity } from '@beatwatch/service-kit';
import { ApiError } from '../errors.ts';
import type { StoredKey } from './api-key.ts';
import { readKeys } from './key-file.ts';

/** Looks up valid API keys. */
export interface KeyRing {
  /** The key that was sent; undefined where it is unknown or revoked. */
  find(sent: string): Promise<KeyIdentity | undefined>;
}

/**
 * Keys of a file, which is checked at every request, so that revoking a key works at once. Every request is refused
 * while the file cannot be read.
 */
export function keyRingOf(file: string, onFault: (error: unknown) => void): KeyRing {
  let keys: readonly StoredKey[] = [];
  let seen = '';

  async function refresh(): Promise<void> {
    try {
      const { mtimeNs, size, ino } = await stat(file, { bigint: true });
      const version = `${mtimeNs} ${size} ${ino}`;
      if (version === seen) return;
      keys = await readKeys(file);
      seen = version;
    } catch (cause) {
      seen = '';
      onFault(cause);
      throw new ApiError('keys-unavailable', 'The API keys cannot be read.', {
        retryAfterSeconds: 30,
        cause,
      });
    }
  }

  return {
    async find(sent) {
      await refresh();
      const found = findKey(keys, sent);
      return found?.revokedAt === undefined ? found : undefined;
    },
  };
}
