import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { examineJudging } from './judging.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
});

/** A gateway that says this at /judging. */
async function gatewayThatSays(state: unknown): Promise<{ readonly gatewayUrl: string }> {
  server = createServer((_request, response) => response.end(JSON.stringify(state)));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { gatewayUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('what doctor says of a running stack', () => {
  it('patients are judged, and how long the oldest signal waits', async () => {
    const gateway = await gatewayThatSays({ patients: 12, oldestUnjudgedMs: 412 });
    expect(await examineJudging(gateway)).toEqual({
      subject: 'monitoring',
      status: 'good',
      found: '12 patients are judged: the oldest unjudged signal has waited 0.4 s',
    });
  });

  it('since when they are not, and why', async () => {
    const interruption = { sinceMs: Date.UTC(2026, 0, 1, 3, 12, 7), text: 'The database does not answer.' };
    const gateway = await gatewayThatSays({ patients: 12, oldestUnjudgedMs: 90_000, interruption });
    const finding = await examineJudging(gateway);
    expect(finding.status).toBe('bad');
    expect(finding.found).toMatch(/^not judged since \d\d:\d\d:\d\d: The database does not answer\.$/);
  });

  it('that nobody sends, and that the gateway does not answer', async () => {
    const gateway = await gatewayThatSays({ patients: 0, oldestUnjudgedMs: 0 });
    expect((await examineJudging(gateway)).found).toBe('no patient sends anything');
    server?.close();
    server?.closeAllConnections();
    expect(await examineJudging(gateway)).toMatchObject({ status: 'bad' });
  });
});
