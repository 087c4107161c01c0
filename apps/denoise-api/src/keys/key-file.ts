import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BeatwatchError } from '@beatwatch/contracts';
import { z } from 'zod';
import { createKey, storedKeySchema, type Scope, type StoredKey } from './api-key.ts';

export type KeyFileErrorCode = 'unreadable' | 'unknown-key';

/** The file of API keys cannot be used, or has no such key; names the file. */
export class KeyFileError extends BeatwatchError<KeyFileErrorCode> {}

const keyFileSchema = z.strictObject({ version: z.literal(1), keys: z.array(storedKeySchema) });

/**
 * Every key of the file, revoked ones too.
 * @throws KeyFileError (`unreadable`)
 */
export async function readKeys(file: string): Promise<readonly StoredKey[]> {
  const keys = await keysIn(file);
  if (keys !== undefined) return keys;
  throw new KeyFileError(`${file}: found no file of API keys, expected one: beatwatch denoise-keys create`, {
    code: 'unreadable',
  });
}

/**
 * Makes a key and keeps its hash in the file, which is made where it is missing.
 * @returns the key, which cannot be had again, and what is kept of it
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
 * Makes a key worthless from the next request on.
 * @throws KeyFileError (`unreadable`, `unknown-key`)
 */
export async function revokeKey(file: string, id: string, now: Date): Promise<StoredKey> {
  const keys = await readKeys(file);
  const found = keys.find((key) => key.id === id);
  if (found === undefined) {
    throw new KeyFileError(
      `${file}: found no key ${JSON.stringify(id)}, expected one of "denoise-keys list"`,
      {
        code: 'unknown-key',
      },
    );
  }
  const revoked = { ...found, revokedAt: found.revokedAt ?? now.toISOString() };
  await writeKeys(
    file,
    keys.map((key) => (key.id === id ? revoked : key)),
  );
  return revoked;
}

/** Beside its place first, so that a reader finds the old file or the new one and never half of one. */
async function writeKeys(file: string, keys: readonly StoredKey[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const beside = `${file}.${randomUUID()}`;
  try {
    await writeFile(beside, `${JSON.stringify({ version: 1, keys }, undefined, 2)}\n`, { mode: 0o600 });
    await rename(beside, file);
  } finally {
    await rm(beside, { force: true });
  }
}

/** Undefined where there is no such file. */
async function keysIn(file: string): Promise<readonly StoredKey[] | undefined> {
  try {
    return keyFileSchema.parse(JSON.parse(await readFile(file, 'utf8'))).keys;
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw new KeyFileError(`${file}: found something else than a file of API keys`, {
      code: 'unreadable',
      cause,
    });
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
