import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unauthorized, withWrongToken } from '@beatwatch/service-kit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smallPng } from '../testing/images.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import type { Scope } from './api-key.ts';
import { addKey, readKeys, revokeKey } from './key-file.ts';

const now = new Date('2026-03-01T10:00:00Z');

describe('API keys', () => {
  let folder: string;
  let file: string;
  let api: TestApi | undefined;
  const create = (...scopes: Scope[]) => addKey(file, { name: 'a ward', scopes, now });
  const ask = async (key?: string, path = '/v1/denoise') =>
    api!.app.inject({
      method: path === '/v1/denoise' ? 'POST' : 'GET',
      url: path,
      headers: {
        'content-type': 'image/png',
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
      },
      ...(path === '/v1/denoise' && { payload: Buffer.from(await smallPng()) }),
    });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beatwatch-keys-'));
    file = join(folder, 'sub', 'keys.json');
  });
  afterEach(async () => {
    await api?.stop();
    api = undefined;
    await rm(folder, { recursive: true });
  });

  it('are random, stored as a hash, in a file that only its owner can read', async () => {
    const [one, other] = [await create('denoise'), await create('denoise')];
    expect(one.key).toMatch(/^bwd_[\w-]{43}$/);
    expect(one.key).not.toBe(other.key);
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain(one.key.slice(4));
    expect(text).toContain(one.stored.sha256);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readKeys(file)).map(({ id }) => id)).toEqual([one.stored.id, other.stored.id]);
  });

  it('give access to the routes of their scopes', async () => {
    const { key } = await create('denoise');
    api = await startTestApi({ keysFile: file });
    const refused = await ask();
    expect(refused.json()).toMatchObject({ status: 401, code: 'unauthorized' });
    expect(refused.headers['www-authenticate']).toBe('Bearer');
    expect((await ask(`${key.slice(0, -1)}x`)).statusCode).toBe(401);
    expect((await ask('')).statusCode).toBe(401);
    expect(await withWrongToken(`${api.url}/v1/denoise`)).toEqual(unauthorized);
    expect((await ask(key)).statusCode).toBe(200);
    expect((await ask(key, '/metrics')).json()).toMatchObject({ status: 403, code: 'forbidden' });
    for (const open of ['/healthz', '/readyz', '/openapi.json', '/docs'])
      expect((await ask(undefined, open)).statusCode).toBe(200);
  });

  it('can be revoked and created without a restart', async () => {
    const { key, stored } = await create('denoise');
    api = await startTestApi({ keysFile: file });
    expect((await ask(key)).statusCode).toBe(200);
    expect(await revokeKey(file, stored.id, now)).toMatchObject({
      id: stored.id,
      revokedAt: now.toISOString(),
    });
    expect((await ask(key)).statusCode).toBe(401);
    const later = await create('denoise');
    expect((await ask(later.key)).statusCode).toBe(200);
  });

  it('refuse every request while their file cannot be read', async () => {
    const { key } = await create('denoise');
    api = await startTestApi({ keysFile: file });
    const text = await readFile(file, 'utf8');
    await writeFile(file, 'no keys');
    expect((await ask(key)).json()).toMatchObject({ status: 503, code: 'keys-unavailable' });
    await rm(file);
    expect((await ask(key)).statusCode).toBe(503);
    await writeFile(file, text);
    expect((await ask(key)).statusCode).toBe(200);
  });

  it('are required where other machines have access', async () => {
    await expect(startTestApi({ host: '0.0.0.0' })).rejects.toThrow('unless DENOISE_KEYS_FILE names a file');
    await expect(startTestApi({ keysFile: file })).rejects.toThrow('is missing; expected a file of API keys');
  });

  it('names a key that is missing', async () => {
    await create('jobs');
    await expect(revokeKey(file, 'nobody', now)).rejects.toThrow('found "nobody", expected a key');
  });
});
