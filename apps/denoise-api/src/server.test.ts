import { readdir } from 'node:fs/promises';
import { Agent, request as send } from 'node:http';
import { httpFace, httpFaceOf } from '@beatwatch/service-kit/testing';
import { describe, expect, it } from 'vitest';
import { smallPng } from './testing/images.ts';
import { zipOf } from './testing/bodies.ts';
import { heldDenoiser, startTestApi } from './testing/test-api.ts';

describe('the server', () => {
  it('has the HTTP interface of every app', async () => {
    const api = await startTestApi();
    expect(await httpFaceOf(api.url)).toEqual(httpFace);
    await api.stop();
  });

  it('finishes the requests under way when it stops, and refuses later ones', async () => {
    const denoiser = heldDenoiser();
    const api = await startTestApi({ denoiser });
    const agent = new Agent({ keepAlive: true });
    const get = (path: string): Promise<{ status: number | undefined; body: string }> =>
      new Promise((resolve, reject) => {
        send(`${api.url}${path}`, { agent }, (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (text: string) => (body += text));
          response.on('end', () => {
            resolve({ status: response.statusCode, body });
          });
        })
          .on('error', reject)
          .end();
      });
    expect((await get('/readyz')).status).toBe(200);
    const post = fetch(`${api.url}/v1/denoise`, {
      method: 'POST',
      headers: { 'content-type': 'image/png' },
      body: Buffer.from(await smallPng()),
    });
    await expect.poll(denoiser.entered).toBe(1);
    const stopped = api.stop();
    const late = await api.app.inject('/healthz');
    expect([late.statusCode, late.json<{ code: string }>().code]).toEqual([503, 'stopping']);
    expect(late.headers['retry-after']).toBe('10');
    denoiser.letOn();
    expect((await post).status).toBe(200);
    await stopped;
    agent.destroy();
  });

  it('cuts off requests that take too long, ends jobs and their events, and leaves nothing on disk', async () => {
    const denoiser = heldDenoiser();
    const api = await startTestApi({ denoiser, stopGraceMs: 50 });
    const post = (path: string, type: string, body: Buffer): Promise<Response> =>
      fetch(`${api.url}${path}`, { method: 'POST', headers: { 'content-type': type }, body });
    const png = Buffer.from(await smallPng());
    const made = await post('/v1/jobs', 'application/zip', await zipOf({ 'a.png': png, 'b.png': png }));
    const { id } = (await made.json()) as { id: string };
    const events = await fetch(`${api.url}/v1/jobs/${id}/events`);
    const single = post('/v1/denoise', 'image/png', png);
    single.catch(() => undefined);
    await expect.poll(async () => (await readdir(api.workDir)).length).toBe(1);
    const ended = events.text();
    const stopped = api.stop();
    await expect(single).rejects.toThrow();
    await ended;
    await stopped;
    await expect(readdir(api.workDir)).rejects.toThrow('ENOENT');
    denoiser.letOn();
  });
});
