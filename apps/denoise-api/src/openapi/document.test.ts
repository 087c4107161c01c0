import { createConnection } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problems } from '../problems/catalogue.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

interface Document {
  readonly openapi: string;
  readonly paths: Record<
    string,
    Record<
      string,
      { operationId: string; security?: unknown; responses: Record<string, object>; requestBody?: object }
    >
  >;
}

describe('the OpenAPI document', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startTestApi();
  });
  afterEach(() => api.stop());
  const document = async (): Promise<Document> => (await api.app.inject('/openapi.json')).json<Document>();
  const operations = async () =>
    Object.values((await document()).paths).flatMap((path) => Object.values(path));

  it('is of version 3.1, names each route once, and states which require a key', async () => {
    const { openapi, paths } = await document();
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/v1/denoise',
        '/v1/jobs/{id}/events',
        '/dicom-web/studies/{study}/series/{series}/instances/{instance}/frames/{frames}',
        '/metrics',
      ]),
    );
    const all = await operations();
    expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length);
    const open = all.filter(({ security }) => security === undefined).map(({ operationId }) => operationId);
    expect(open.toSorted()).toEqual(['getLiveness', 'getOpenApi', 'getReadiness']);
  });

  it('describes refusals as problems with their codes', async () => {
    const { responses, requestBody } = (await document()).paths['/v1/denoise']!['post']!;
    expect(Object.keys(responses)).toEqual(
      expect.arrayContaining([
        '200',
        '400',
        '401',
        '403',
        '406',
        '408',
        '413',
        '415',
        '422',
        '429',
        '500',
        '503',
      ]),
    );
    expect(responses['429']).toMatchObject({
      headers: { 'Retry-After': {} },
      content: {
        'application/problem+json': { schema: { properties: { code: { enum: ['busy', 'rate-limited'] } } } },
      },
    });
    expect(requestBody).toMatchObject({ content: { 'application/dicom': {}, 'multipart/form-data': {} } });
  });

  it('has every code of the catalogue that a request can end in', async () => {
    const text = JSON.stringify(await document());
    const everywhere = ['method-not-allowed', 'foreign-page', 'foreign-host'];
    const missing = Object.keys(problems).filter((code) => !text.includes(`"${code}"`));
    expect(missing.filter((code) => !everywhere.includes(code))).toEqual([]);
  });

  it('can be browsed, without loading anything from another server', async () => {
    const page = await api.app.inject('/docs');
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect(page.body).not.toMatch(/src="https?:/);
  });

  it('responds with 405 and what is allowed, also for rare methods', async () => {
    for (const method of ['PUT', 'PATCH', 'OPTIONS', 'TRACE', 'QUERY'] as const) {
      const response = await api.app.inject({ method: method as 'PUT', url: '/v1/denoise' });
      expect([method, response.statusCode, response.headers.allow]).toEqual([method, 405, 'POST']);
      expect(response.json()).toMatchObject({ code: 'method-not-allowed' });
    }
    expect((await api.app.inject('/v2/denoise')).json()).toMatchObject({ status: 404, code: 'not-found' });
  });

  it.each([
    ['headers that do not end', `GET / HTTP/1.1\r\nx: ${'y'.repeat(70_000)}`, '431', 'headers-too-large'],
    ['no HTTP', 'hello\r\n\r\n', '400', 'invalid-request'],
  ])('responses %s with a problem too', async (_, text, status, code) => {
    const socket = createConnection(Number(new URL(api.url).port), '127.0.0.1');
    let said = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
    socket.on('error', () => undefined);
    socket.write(text);
    await expect.poll(() => said).toContain(`"code":"${code}"`);
    expect(said).toContain(`HTTP/1.1 ${status} `);
    expect(said).toContain('Content-Type: application/problem+json');
    socket.destroy();
  });
});
