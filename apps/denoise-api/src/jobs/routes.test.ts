import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { readImageFile } from '@beatwatch/image-files';
import { fromBufferPromise } from 'yauzl';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addKey } from '../keys/key-file.ts';
import { formOf, zipOf } from '../testing/bodies.ts';
import { smallDicom, smallPng } from '../testing/images.ts';
import { heldDenoiser, metricOf, startTestApi, type TestApi } from '../testing/test-api.ts';

interface JobJson {
  readonly id: string;
  readonly state: string;
  readonly files: readonly { readonly name: string; readonly state: string; readonly problem?: object }[];
}

const zipType = { 'content-type': 'application/zip' };

describe('/v1/jobs', () => {
  let api: TestApi;
  const start = async (options: Parameters<typeof startTestApi>[0] = {}): Promise<void> => {
    await api.stop();
    api = await startTestApi(options);
  };
  const post = (payload: Buffer, headers: Record<string, string> = zipType) =>
    api.app.inject({ method: 'POST', url: '/v1/jobs', headers, payload });
  const job = async (id: string): Promise<JobJson> =>
    (await api.app.inject(`/v1/jobs/${id}`)).json<JobJson>();
  const finished = async (id: string): Promise<JobJson> => {
    await expect.poll(async () => (await job(id)).state).toMatch(/done|failed/);
    return job(id);
  };
  const filesOnDisk = async (): Promise<number> =>
    (await readdir(api.workDir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
      .length;
  beforeEach(async () => {
    api = await startTestApi();
  });
  afterEach(() => api.stop());

  it('denoises the files of an archive, reports a broken file by name, and returns an archive', async () => {
    const response = await post(
      await zipOf({
        'ct/1.dcm': smallDicom({ instance: '1.2.3.1.1.1' }),
        'ct/2.dcm': smallDicom({ instance: '1.2.3.1.1.2' }),
        'ct/broken.dcm': smallDicom().slice(0, 400),
        'notes.txt': 'none of it',
        '__MACOSX/ct/._1.dcm': 'rubbish',
        'a.png': await smallPng(),
      }),
    );
    expect(response.statusCode).toBe(202);
    const { id } = response.json<JobJson>();
    expect(response.headers.location).toBe(`/v1/jobs/${id}`);
    const done = await finished(id);
    expect(done).toMatchObject({ state: 'done', total: 5, done: 3, failed: 2 });
    expect(done.files.filter(({ state }) => state === 'failed')).toMatchObject([
      { name: 'ct/broken.dcm', problem: { code: 'broken-file', status: 422 } },
      { name: 'notes.txt', problem: { code: 'unknown-format', status: 415 } },
    ]);
    const result = await api.app.inject(`/v1/jobs/${id}/result`);
    expect(result.headers['content-type']).toBe('application/zip');
    const zip = await fromBufferPromise(result.rawPayload);
    const series = new Set<string>();
    const names: string[] = [];
    for await (const entry of zip.eachEntry()) {
      names.push(entry.fileName);
      const file = await readImageFile(await buffer(await zip.openReadStreamPromise(entry)));
      expect((await file.plane(0, 0)).values[45]).toBeLessThan(50);
      if (file.dicom !== undefined) series.add(file.dicom.seriesInstanceUid);
    }
    expect(names).toEqual(['ct/1.dcm', 'ct/2.dcm', 'a.png']);
    expect(series.size).toBe(1);
    expect(series).not.toContain('1.2.3.1.1');
  });

  it('takes forms, archives in them unpacked, and keeps files of one name apart', async () => {
    const { headers, payload } = await formOf([
      ['files', 'a.png', await smallPng()],
      ['files', '../../a.png', await smallPng()],
      ['whatever', 'more.zip', await zipOf({ 'a.png': await smallPng() })],
    ]);
    const { id } = (await post(payload, headers)).json<JobJson>();
    const { files } = await finished(id);
    expect(files.map(({ name }) => name)).toEqual(['a.png', 'a (2).png', 'a (3).png']);
  });

  it('gives the file itself back where a job had but one', async () => {
    const { id } = (await post(await zipOf({ 'a.png': await smallPng() }))).json<JobJson>();
    await finished(id);
    const typeFor = async (accept: string) =>
      (await api.app.inject({ url: `/v1/jobs/${id}/result`, headers: { accept } })).headers['content-type'];
    expect(await typeFor('*/*')).toBe('image/png');
    expect(await typeFor('application/zip')).toBe('application/zip');
    expect(await typeFor('text/html')).toBe('application/problem+json');
  });

  it('reports an unfinished job, and one without results', async () => {
    const denoiser = heldDenoiser();
    await start({ denoiser });
    const { id } = (await post(await zipOf({ 'a.png': await smallPng() }))).json<JobJson>();
    await expect.poll(denoiser.entered).toBe(1);
    expect((await api.app.inject(`/v1/jobs/${id}/result`)).json()).toMatchObject({
      status: 409,
      code: 'not-finished',
    });
    denoiser.letOn();
    await finished(id);
    const bad = (await post(await zipOf({ 'a.txt': 'a', 'b.txt': 'b' }))).json<JobJson>();
    expect((await finished(bad.id)).state).toBe('failed');
    expect((await api.app.inject(`/v1/jobs/${bad.id}/result`)).json()).toMatchObject({
      status: 422,
      code: 'nothing-denoised',
    });
  });

  it('reports progress in server-sent events, to the end', async () => {
    const denoiser = heldDenoiser();
    await start({ denoiser });
    const { id } = (await post(await zipOf({ 'a.png': await smallPng(), 'b.txt': 'b' }))).json<JobJson>();
    const response = await fetch(`${api.url}/v1/jobs/${id}/events`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    denoiser.letOn();
    const events = (await response.text())
      .trim()
      .split('\n\n')
      .map((event) => /^event: (\w+)\ndata: (.*)$/.exec(event)?.slice(1) ?? []);
    expect(events.at(0)).toEqual(['progress', expect.stringContaining('"done":0')]);
    expect(JSON.parse(events.at(-1)?.[1] ?? '')).toEqual({ state: 'done', total: 2, done: 1, failed: 1 });
    expect(events.map(([kind]) => kind).filter((kind) => kind === 'end')).toHaveLength(1);
  });

  it('cancels a job, removes all of it, and goes on with others', async () => {
    const denoiser = heldDenoiser();
    await start({ denoiser });
    const many = Object.fromEntries(
      await Promise.all(Array.from({ length: 5 }, async (_, n) => [`${n}.png`, await smallPng()] as const)),
    );
    const { id } = (await post(await zipOf(many))).json<JobJson>();
    await expect.poll(denoiser.entered).toBe(1);
    const events = fetch(`${api.url}/v1/jobs/${id}/events`).then((response) => response.text());
    await expect.poll(() => metricOf(api, 'denoise_jobs_unfinished')).toBe(1);
    const removed = api.app.inject({ method: 'DELETE', url: `/v1/jobs/${id}` });
    expect((await removed).statusCode).toBe(204);
    expect(await events).toMatch(/event: end\ndata: .*"cancelled"|not-found/);
    expect((await api.app.inject(`/v1/jobs/${id}`)).statusCode).toBe(404);
    expect(await filesOnDisk()).toBe(0);
    denoiser.letOn();
    const next = (await post(await zipOf({ 'a.png': await smallPng() }))).json<JobJson>();
    expect((await finished(next.id)).state).toBe('done');
    expect(denoiser.entered()).toBe(2);
  });

  it('removes results after their time', async () => {
    await start({ resultTtlMs: 300 });
    const { id } = (await post(await zipOf({ 'a.png': await smallPng() }))).json<JobJson>();
    await finished(id);
    expect(await filesOnDisk()).toBe(1);
    await expect.poll(async () => (await api.app.inject(`/v1/jobs/${id}`)).statusCode).toBe(404);
    await expect.poll(filesOnDisk).toBe(0);
  });

  it('refuses jobs with Retry-After while too many are unfinished', async () => {
    const denoiser = heldDenoiser();
    await start({ denoiser, limits: { maxUnfinishedJobs: 1 } });
    const archive = await zipOf({ 'a.png': await smallPng() });
    const { id } = (await post(archive)).json<JobJson>();
    const refused = await post(archive);
    expect(refused.json()).toMatchObject({ status: 429, code: 'busy' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    denoiser.letOn();
    await finished(id);
    expect((await post(archive)).statusCode).toBe(202);
  });

  it('refuses invalid, empty and too large archives, and leaves nothing of them', async () => {
    await start({ limits: { maxFiles: 3, maxRequestBytes: 1_500_000, maxInflation: 100 } });
    const problemFor = async (archive: Buffer): Promise<unknown> => (await post(archive)).json();
    expect(await problemFor(Buffer.from('no archive'))).toMatchObject({
      status: 422,
      code: 'broken-archive',
    });
    expect(await problemFor(await zipOf({}))).toMatchObject({ code: 'broken-archive' });
    const tooMany = { a: 'a', b: 'b', c: 'c', d: 'd' };
    const tooLarge = { status: 413, code: 'archive-too-large' };
    expect(await problemFor(await zipOf(tooMany))).toMatchObject(tooLarge);
    const bomb = Buffer.alloc(1_200_000);
    expect(await problemFor(await zipOf({ bomb }))).toMatchObject(tooLarge);
    const total = { a: Buffer.alloc(900_000), b: Buffer.alloc(900_000) };
    expect(await problemFor(await zipOf(total))).toMatchObject(tooLarge);
    const cut = (await zipOf({ 'a.png': await smallPng() })).subarray(0, -30);
    expect(await problemFor(cut)).toMatchObject({ code: 'broken-archive' });
    expect((await post(Buffer.from('x'), { 'content-type': 'text/plain' })).statusCode).toBe(415);
    expect(await filesOnDisk()).toBe(0);
  });

  it('does not believe an archive about the size of a file', async () => {
    const archive = await zipOf({ 'a.png': Buffer.alloc(5000, await smallPng()) });
    const central = archive.lastIndexOf('PK\u0001\u0002', undefined, 'latin1');
    archive.writeUInt32LE(100, central + 24);
    const { id } = (await post(archive)).json<JobJson>();
    expect((await finished(id)).files).toMatchObject([{ state: 'failed', problem: { code: 'broken-file' } }]);
  });

  it('shows a job only to the key that created it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'beatwatch-keys-'));
    const keysFile = join(folder, 'keys.json');
    const keyOf = async (name: string) =>
      (await addKey(keysFile, { name, scopes: ['jobs'], now: new Date() })).key;
    const [mine, other] = [await keyOf('mine'), await keyOf('other')];
    await start({ keysFile });
    const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
    const made = await post(await zipOf({ 'a.png': await smallPng() }), { ...zipType, ...bearer(mine) });
    const { id } = made.json<JobJson>();
    const statusFor = async (key: string, path = '', method: 'GET' | 'DELETE' = 'GET') =>
      (await api.app.inject({ method, url: `/v1/jobs/${id}${path}`, headers: bearer(key) })).statusCode;
    expect(await statusFor(mine)).toBe(200);
    for (const path of ['', '/events', '/result']) expect(await statusFor(other, path)).toBe(404);
    expect(await statusFor(other, '', 'DELETE')).toBe(404);
    expect(await statusFor(mine, '', 'DELETE')).toBe(204);
    await rm(folder, { recursive: true });
  });
});
