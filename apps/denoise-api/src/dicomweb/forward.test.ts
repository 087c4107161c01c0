import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { relatedBody, relatedHeaders, zipOf } from '../testing/bodies.ts';
import { smallDicom } from '../testing/images.ts';
import { metricOf, startTestApi, type TestApi } from '../testing/test-api.ts';
import type { DicomJson } from '@beatwatch/image-files';

describe('forwarding', () => {
  let api: TestApi;
  let target: Server;
  /** Of the next responses; 200 after that. */
  let statuses: number[];
  let body: string;
  let got: { readonly headers: Record<string, unknown>; readonly body: Buffer }[];
  const start = async (options: Parameters<typeof startTestApi>[0] = {}): Promise<void> => {
    const { port } = target.address() as AddressInfo;
    api = await startTestApi({
      forward: { url: `http://127.0.0.1:${port}/pacs/`, authorization: 'Basic abc', firstDelayMs: 20 },
      ...options,
    });
  };
  beforeEach(async () => {
    statuses = [];
    body = '{}';
    got = [];
    target = createServer((request, response) => {
      void buffer(request).then((sent) => {
        got.push({ headers: request.headers, body: sent });
        response.writeHead(request.url === '/pacs/studies' ? (statuses.shift() ?? 200) : 404).end(body);
      });
    });
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await api.stop();
    target.closeAllConnections();
    await new Promise((resolve) => target.close(resolve));
  });
  const store = async (): Promise<string> => {
    const response = await api.app.inject({
      method: 'POST',
      url: '/dicom-web/studies',
      headers: relatedHeaders,
      payload: relatedBody(smallDicom()),
    });
    const [item] = (response.json<DicomJson>()['00081199']?.Value ?? []) as DicomJson[];
    return String(item?.['00081190']?.Value?.[0]).split('/').at(-1) ?? '';
  };
  const forwarding = async (uid: string): Promise<object> =>
    (await api.app.inject(`/v1/instances/${uid}`)).json<{ forwarding: object }>().forwarding;

  it('tries again until the other server has taken a result', async () => {
    statuses = [503, 500];
    await start();
    const uid = await store();
    await expect.poll(() => forwarding(uid)).toMatchObject({ state: 'sent', attempts: 3 });
    const { headers, body } = got.at(-1)!;
    expect(headers).toMatchObject({ authorization: 'Basic abc' });
    expect(headers['content-type']).toMatch(/^multipart\/related; type="application\/dicom"; boundary=/);
    expect(body.includes(uid)).toBe(true);
  });

  it('keeps a result that the other server refuses, with the reason', async () => {
    statuses = [409];
    await start();
    const uid = await store();
    await expect
      .poll(() => forwarding(uid))
      .toMatchObject({
        state: 'refused',
        attempts: 1,
        lastProblem: expect.stringContaining('409') as string,
      });
    expect((await api.app.inject('/dicom-web/instances')).json()).toHaveLength(1);
  });

  it('reads the response, as a server may refuse a result with status 200', async () => {
    body = '{"00081198":{"vr":"SQ","Value":[{"00081197":{"vr":"US","Value":[272]}}]}}';
    await start();
    const uid = await store();
    await expect.poll(() => forwarding(uid)).toMatchObject({ state: 'refused' });
  });

  it('gives up when the time of a result is over', async () => {
    statuses = Array.from({ length: 1000 }, () => 503);
    await start({ resultTtlMs: 200 });
    await store();
    const waiting = () => metricOf(api, 'denoise_forwards_waiting');
    await expect.poll(waiting).toBe(1);
    await expect.poll(waiting).toBe(0);
    expect(got.length).toBeGreaterThan(0);
  });

  it('forwards the results of jobs too', async () => {
    await start();
    const made = await api.app.inject({
      method: 'POST',
      url: '/v1/jobs',
      headers: { 'content-type': 'application/zip' },
      payload: await zipOf({ 'a.dcm': smallDicom() }),
    });
    const { id } = made.json<{ id: string }>();
    await expect
      .poll(async () => (await api.app.inject(`/v1/jobs/${id}`)).json<object>())
      .toMatchObject({ files: [{ forwarding: { state: 'sent' } }] });
  });
});
