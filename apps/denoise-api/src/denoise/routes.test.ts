import { createConnection } from 'node:net';
import { readImageFile } from '@beatwatch/image-files';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formOf } from '../testing/bodies.ts';
import { smallDicom, smallNpy, smallPng } from '../testing/images.ts';
import { heldDenoiser, metricOf, startTestApi, type TestApi } from '../testing/test-api.ts';

describe('POST /v1/denoise', () => {
  let api: TestApi;
  const start = async (options: Parameters<typeof startTestApi>[0] = {}): Promise<void> => {
    await api.stop();
    api = await startTestApi(options);
  };
  const post = async (payload: Uint8Array | string, headers: Record<string, string> = {}, query = '') => {
    const response = await api.app.inject({
      method: 'POST',
      url: `/v1/denoise${query}`,
      headers: { 'content-type': 'application/octet-stream', ...headers },
      payload: Buffer.from(payload),
    });
    return {
      ...response,
      type: response.headers['content-type'],
      bytes: new Uint8Array(response.rawPayload),
    };
  };
  beforeEach(async () => {
    api = await startTestApi();
  });
  afterEach(() => api.stop());

  it('gives a file back in its own form, and says how noisy it was and which model saw it', async () => {
    for (const [bytes, type] of [
      [smallDicom(), 'application/dicom'],
      [await smallPng(), 'image/png'],
      [await smallNpy(), 'application/x-npy'],
    ] as const) {
      const response = await post(bytes, { 'content-type': type });
      expect([response.statusCode, response.type]).toEqual([200, type]);
      const { unit: ofFile } = await readImageFile(bytes);
      expect(response.headers).toMatchObject({
        'denoise-noise-sd': '12.5',
        'denoise-noise-unit': ofFile,
        'denoise-planes': '1',
        'denoise-model': 'median-3',
      });
      const { values } = await (await readImageFile(response.bytes)).plane(0, 0);
      expect(values[45]).toBeLessThan(50);
    }
  });

  it('gives the form that Accept prefers, and refuses what it cannot give', async () => {
    const dicom = smallDicom();
    const typeFor = async (accept: string, query = '') => (await post(dicom, { accept }, query)).type;
    expect(await typeFor('image/png')).toBe('image/png');
    expect(await typeFor('application/x-npy, image/png;q=0.5')).toBe('application/x-npy');
    expect(await typeFor('image/*;q=0.2, */*;q=0.1')).toBe('image/png');
    expect(await typeFor('*/*')).toBe('application/dicom');
    expect(await typeFor('*/*', '?window=40,400')).toBe('image/png');
    for (const accept of ['text/html', 'image/tiff'])
      expect((await post(dicom, { accept })).json()).toMatchObject({ status: 406, code: 'not-acceptable' });
  });

  it('takes the file of a form', async () => {
    const { headers, payload } = await formOf([['file', 'a.png', await smallPng()]]);
    expect((await post(payload, headers)).type).toBe('image/png');
    const two = await formOf([
      ['file', 'a.png', await smallPng()],
      ['file', 'b.png', await smallPng()],
    ]);
    expect((await post(two.payload, two.headers)).json()).toMatchObject({
      status: 400,
      code: 'invalid-request',
    });
    const none = await formOf([['picture', 'a.png', await smallPng()]]);
    expect((await post(none.payload, none.headers)).json()).toMatchObject({
      detail: expect.stringContaining('file') as string,
    });
  });

  interface Sent {
    readonly headers?: Record<string, string>;
    readonly query?: string;
  }
  it.each<[bytes: Uint8Array | string, sent: Sent, status: number, code: string]>([
    ['nothing like an image', {}, 415, 'unknown-format'],
    [smallDicom().slice(0, 300), {}, 422, 'broken-file'],
    ['', {}, 400, 'invalid-request'],
    ['a,b', { headers: { 'content-type': 'text/csv' } }, 415, 'unsupported-media-type'],
    ['x', { headers: { 'content-type': 'multipart/form-data' } }, 400, 'invalid-request'],
    ['x', { headers: { 'content-type': 'multipart/form-data; boundary=b' } }, 400, 'invalid-request'],
    [smallDicom(), { query: '?strength=1.5' }, 400, 'invalid-request'],
    [smallDicom(), { query: '?strength=' }, 400, 'invalid-request'],
    [smallDicom(), { query: '?noise=0' }, 400, 'invalid-request'],
    [smallDicom(), { query: '?window=40' }, 400, 'invalid-request'],
    [smallDicom(), { query: '?window=40,400&frame=2' }, 422, 'no-such-frame'],
    [smallDicom(), { query: '?strenght=1' }, 400, 'invalid-request'],
  ])('refuses what cannot be denoised (%#) with a problem', async (bytes, sent, status, code) => {
    const response = await post(bytes, sent.headers, sent.query);
    expect(response.type).toBe('application/problem+json');
    expect(response.json()).toMatchObject({ status, code, type: `urn:beatwatch:denoise:${code}` });
    expect(response.statusCode).toBe(status);
  });

  it('refuses more bytes, pixels and frames than the limits allow', async () => {
    await start({ limits: { maxFileBytes: 1000 } });
    const big = Buffer.alloc(1001);
    expect((await post(big)).json()).toMatchObject({ status: 413, code: 'too-large' });
    const form = await formOf([['file', 'a', big]]);
    expect((await post(form.payload, form.headers)).json()).toMatchObject({ status: 413 });
    await start({ limits: { maxPixels: 119 } });
    expect((await post(smallDicom())).json()).toMatchObject({ status: 413, code: 'too-large' });
  });

  it('responds with 429 and Retry-After while too many files wait', async () => {
    const denoiser = heldDenoiser();
    await start({ denoiser, limits: { maxWaiting: 1 } });
    const [running, waiting] = [post(smallDicom()), post(smallDicom())];
    await expect.poll(denoiser.entered).toBe(1);
    await expect.poll(() => metricOf(api, 'denoise_files_waiting')).toBe(1);
    const refused = await post(smallDicom());
    expect(refused.json()).toMatchObject({ status: 429, code: 'busy' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    denoiser.letOn();
    expect([(await running).statusCode, (await waiting).statusCode]).toEqual([200, 200]);
  });

  it('limits the requests of a key per minute', async () => {
    await start({ limits: { requestsPerMinute: 2 } });
    const statuses: number[] = [];
    for (let request = 0; request < 2; request++) statuses.push((await post(smallDicom())).statusCode);
    expect(statuses).toEqual([200, 200]);
    const refused = await post(smallDicom());
    expect(refused.json()).toMatchObject({ status: 429, code: 'rate-limited' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await api.app.inject('/healthz')).statusCode).toBe(200);
  });

  it('gives up after the time of a request', async () => {
    const denoiser = heldDenoiser();
    await start({ denoiser, limits: { requestMs: 50 } });
    const response = await post(smallDicom());
    expect(response.json()).toMatchObject({ status: 503, code: 'time-limit' });
    expect(response.headers['retry-after']).toBe('10');
    denoiser.letOn();
  });

  it('reports a slow upload to its client, and frees the memory of an aborted one', async () => {
    await start({ limits: { requestMs: 300 } });
    const held = () => metricOf(api, 'denoise_upload_memory_bytes');
    const { port } = new URL(api.url);
    const head =
      'POST /v1/denoise HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 90000\r\n\r\n';
    const slow = createConnection(Number(port), '127.0.0.1');
    let said = '';
    slow.setEncoding('utf8').on('data', (text: string) => (said += text));
    slow.write(head + 'x'.repeat(50_000));
    await expect.poll(held).toBe(50_000);
    await expect.poll(() => said).toContain('upload-too-slow');
    expect(said).toMatch(/^HTTP\/1.1 408 /);
    slow.destroy();
    await expect.poll(held).toBe(0);

    const aborted = createConnection(Number(port), '127.0.0.1');
    aborted.write(head + 'x'.repeat(40_000));
    await expect.poll(held).toBe(40_000);
    aborted.destroy();
    await expect.poll(held).toBe(0);
  });

  it('refuses uploads with Retry-After while the memory is full', async () => {
    await start({ limits: { maxMemoryBytes: 1000 } });
    const refused = await post(Buffer.alloc(1001));
    expect(refused.json()).toMatchObject({ status: 429, code: 'busy' });
    expect(refused.headers['retry-after']).toBe('5');
  });
});
