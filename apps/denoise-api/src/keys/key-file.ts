import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BeatwatchError } from '@beatwatch/contracts';
import { z } from 'zod';
import { createKey, storedKeySchema, type Scope, type StoredKey } from './api-key.ts';

type KeyFileErrorCode = 'unreadable' | 'unknown-key';

/** A file of API keys that cannot be used, or a key that is missing in it; names the file. */
class KeyFileError extends BeatwatchError<KeyFileErrorCode> {}

const keyFileSchema = z.strictObject({ version: z.literal(1), keys: z.array(storedKeySchema) });

/**
 * Every key of the file, including revoked ones.
 * @throws KeyFileError (`unreadable`)
 */
export async function readKeys(file: string): Promise<readonly StoredKey[]> {
  const keys = await keysIn(file);
  if (keys !== undefined) return keys;
  throw new KeyFileError(
    { file, expected: 'a file of API keys (beatwatch denoise-keys create)' },
    { code: 'unreadable' },
  );
}

/**
 * Creates a key and stores its hash in the file, which is created if missing.
 * @returns the key, which cannot be recovered later, and its entry in the file
 * @throws KeyFileError (`unreadable`)
 */
export async function addKey(
  file: string,
  { name, scopes, now }: { readonly name: string; readonly scopes: readonly Scope[]; readonly now: Date },
): Promise<{ readonly key: string; readonly stored: StoredKey }> {
  const keys = (await keysIn(file)) ?? [];
  const made = createKey(name, scopes, now);
  await writeKeys(file, [...keys, made.stored]);
  return made;
}

/**
 * Revokes a key, from the next request on.
 * @throws KeyFileError (`unreadable`, `unknown-key`)
 */
export async function revokeKey(file: string, id: string, now: Date): Promise<StoredKey> {
  const keys = await readKeys(file);
  const found = keys.find((key) => key.id === id);
  if (found === undefined) {
    throw new KeyFileError(
      { file, field: 'id', found: JSON.stringify(id), expected: 'a key of "denoise-keys list"' },
      { code: 'unknown-key' },
    );
  }
  const revoked = { ...found, revokedAt: found.revokedAt ?? now.toISOString() };
  await writeKeys(
    file,
    keys.map((key) => (key.id === id ? revoked : key)),
  );
  return revoked;
}

/** Writes a temporary file and renames it, so that a reader sees the old or the new content and never half of it. */
async function writeKeys(file: string, keys: readonly StoredKey[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID()}`;
  try {
    await writeFile(temporary, `${JSON.stringify({ version: 1, keys }, undefined, 2)}\n`, { mode: 0o600 });
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Undefined where the file is missing. */
async function keysIn(file: string): Promise<readonly StoredKey[] | undefined> {
  try {
    return keyFileSchema.parse(JSON.parse(await readFile(file, 'utf8'))).keys;
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw new KeyFileError(
      { file, found: 'other content', expected: 'a file of API keys' },
      { code: 'unreadable', cause },
    );
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
