import { stat } from 'node:fs/promises';
import { ApiError } from '../errors.ts';
import { findKey, type KeyIdentity, type StoredKey } from './api-key.ts';
import { readKeys } from './key-file.ts';

/** Knows which keys are valid. */
export interface KeyRing {
  /** The key that was sent; undefined where it is none, or was revoked. */
  find(sent: string): Promise<KeyIdentity | undefined>;
}

/**
 * Keys of a file that is looked at with every request, so a revoked key is worthless at once. While the file cannot be
 * read nobody gets in.
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
      throw new ApiError('keys-unavailable', 'Nobody is let in while the API keys cannot be read.', {
        retryAfterSeconds: 30,
        cause,
      });
    }
  }

  return {
    async find(sent) {
      await refresh();
      return findKey(keys, sent);
    },
  };
}
