import { readFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trackedFiles } from '../documents/tracked-files.ts';
import { browserMissing, openBrowser } from '../stack/browser.ts';
import { liveToken } from '../stack/live-token.ts';
import { listeningPorts } from '../stack/listening-ports.ts';
import { RunningStack, temporaryDataDir } from '../stack/running-stack.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Every address of the dashboard, from its files. */
const dashboardPaths = trackedFiles(root)
  .map((path) => /^apps\/dashboard\/src\/app(\/.*)?\/(?:route\.ts|page\.tsx)$/.exec(path))
  .flatMap((found) => (found === null ? [] : [found[1] ?? '/']))
  .map((path) =>
    path.replace('[patientId]', 'demo-01').replace('[timeUs]', '1750000000000000').replace('[...path]', 'x'),
  );

const paths = [
  '/',
  '/metrics',
  '/healthz',
  '/readyz',
  '/socket.io/?EIO=4&transport=websocket',
  '/v1/packets',
  '/nothing',
];
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'];

interface Response {
  readonly status: number;
  readonly type: string | undefined;
  readonly body: string;
}

function send(
  port: number,
  path: string,
  method: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'], body });
      });
    });
    sent.once('error', reject);
    sent.end();
  });
}

describe.skipIf(browserMissing)('strangers', () => {
  let dataDir: Awaited<ReturnType<typeof temporaryDataDir>>;
  let stack: RunningStack;
  let browser: Browser;
  let otherSite: Server;
  let otherPort = 0;
  let dashboardPort = 0;

  beforeAll(async () => {
    dataDir = await temporaryDataDir({ isMigrated: true });
    stack = await RunningStack.start(dataDir.path);
    dashboardPort = Number(new URL(stack.info.url).port);
    // A name server of the attacker's that answers with this machine.
    browser = await openBrowser('--host-resolver-rules=MAP *.evil.example 127.0.0.1');
    otherSite = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<title>Another program</title>');
    });
    await new Promise<void>((resolve) => otherSite.listen(0, '127.0.0.1', resolve));
    otherPort = (otherSite.address() as AddressInfo).port;
  });

  afterAll(async () => {
    otherSite.close();
    await browser.close();
    await stack.interrupt();
    await dataDir.remove();
  });

  it('are refused on every port and route that the apps open', async () => {
    const apps = stack.info.parts.filter(({ name }) => name !== 'broker' && name !== 'database');
    const ports = listeningPorts(apps.map(({ pid }) => pid));
    const known = [
      stack.info.url,
      stack.info.gatewayUrl,
      stack.info.ingestUrl,
      ...apps.map((app) => app.metricsUrl),
    ].flatMap((url) => (url === undefined ? [] : Number(new URL(url).port)));
    expect(ports).toEqual(expect.arrayContaining(known));
    let asked = 0;
    for (const port of ports) {
      for (const path of port === dashboardPort ? [...paths, ...dashboardPaths] : paths) {
        for (const method of methods) {
          const rebound = await send(port, path, method, {
            host: 'evil.example',
            origin: 'http://evil.example',
          });
          const foreign = await send(port, path, method, {
            host: `localhost:${port}`,
            origin: 'http://evil.example',
          });
          const image = await send(port, path, method, {
            host: `localhost:${port}`,
            'sec-fetch-site': 'cross-site',
          });
          for (const [{ status, type, body }, expected] of [
            [rebound, 421],
            [foreign, 403],
            [image, 403],
          ] as const) {
            expect([port, path, method, status]).toEqual([port, path, method, expected]);
            expect(type).toBe('application/problem+json');
            expect(JSON.parse(body)).toMatchObject({
              status,
              errors: [{ expected: expect.any(String) as string }],
            });
          }
          asked += 3;
        }
      }
    }
    console.log(`${ports.length} ports, ${asked} requests of strangers refused`);
  });

  it('without a session read nothing of the API', async () => {
    for (const path of dashboardPaths.filter((candidate) => candidate.startsWith('/api/'))) {
      const { status, type } = await send(dashboardPort, path, 'GET', { host: `localhost:${dashboardPort}` });
      expect([path, status, type]).toEqual([path, 401, 'application/problem+json']);
    }
  });

  it('under a rebound name see nothing, and from another page of this machine connect to nothing', async () => {
    const page = await browser.newPage();
    const rebound = await page.goto(`http://ward.evil.example:${dashboardPort}/`);
    expect(rebound?.status()).toBe(421);
    await page.goto(`http://localhost:${otherPort}/`);
    const [api, socket] = await page.evaluate(
      async ([dashboard, gateway]) => {
        const read = await fetch(`${dashboard}/api/patients`, { credentials: 'include' }).then(
          (response) => response.text(),
          () => 'refused',
        );
        const opened = await new Promise<string>((resolve) => {
          const live = new WebSocket(`${gateway.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
          live.onopen = () => {
            resolve('open');
          };
          live.onerror = () => {
            resolve('refused');
          };
        });
        return [read, opened];
      },
      [stack.info.url, stack.info.gatewayUrl] as const,
    );
    expect([api, socket]).toEqual(['refused', 'refused']);
    const framed = await page.evaluate(`new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.src = ${JSON.stringify(stack.info.url)};
      frame.onload = () => resolve(frame.contentDocument?.body.innerText ?? 'not to be read');
      document.body.append(frame);
    })`);
    expect(framed).not.toContain('patients');
    await page.close();
  });

  it('find no page that breaks its own policy, while the pages show everything', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    await page.exposeFunction('complain', (text: string) => complaints.push(text));
    await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) => {
      complain([event.violatedDirective, event.blockedURI, event.sourceFile].join(' '));
    })`);
    page.on('console', (message) => {
      if (/policy|refused|violat/i.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', ({ message }) => complaints.push(message));
    const opened = async (path: string, shown: string): Promise<Page> => {
      const response = await page.goto(`${stack.info.url}${path}`);
      expect(response?.headers()).toMatchObject({
        'content-security-policy': expect.stringMatching(
          /script-src 'self' 'nonce-[^']{24}' 'strict-dynamic'; .*frame-ancestors 'none'$/,
        ) as string,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()') as string,
        'cross-origin-opener-policy': 'same-origin',
      });
      await page.locator(shown).first().waitFor({ timeout: 60_000 });
      return page;
    };
    await opened('/', '[data-testid="connection"][data-state="live"]');
    await page.locator('[data-testid="display"]').click();
    await page.locator('[data-testid="theme"]').selectOption('light');
    await opened('/', '[data-testid="tile"] [data-last-sample-us]');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
    await page.locator('[data-testid="tile"] a').first().click();
    await page.waitForURL('**/patients/**');
    await opened('/patients/demo-01', '[data-testid="connection"][data-state="live"]');
    await page.waitForTimeout(3000);
    await opened('/nowhere', '[data-testid="notice"]');
    expect(complaints).toEqual([]);
    const cookies = await page.context().cookies(stack.info.url);
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict', path: '/' }]);
    await page.close();
  });

  it('without a token are not let in by the gateway, and with one of its pages they are', async () => {
    const outcome = (auth: object): Promise<string> =>
      new Promise((resolve) => {
        const socket = io(stack.info.gatewayUrl, { transports: ['websocket'], forceNew: true, auth });
        const end = (text: string): void => {
          socket.disconnect();
          resolve(text);
        };
        socket.once('connect', () => {
          end('let in');
        });
        socket.once('connect_error', ({ message }) => {
          end(message);
        });
      });
    expect(await outcome({ actor: 'Nurse K.' })).toContain('Expected a token');
    expect(await outcome({ token: await liveToken(dataDir.path) })).toBe('let in');
  });

  it('do not read the secret of the data folder', async () => {
    const secret = (await readFile(join(dataDir.path, 'secret'), 'utf8')).trim();
    for (const { name } of stack.info.parts) {
      const log = await readFile(join(dataDir.path, 'logs', `${name}.log`), 'utf8').catch(() => '');
      expect(log).not.toContain(secret);
    }
    expect(stack.printed).not.toContain(secret);
  });
});
