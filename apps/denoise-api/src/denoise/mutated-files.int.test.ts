import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createSeededRandom } from '@beatwatch/statistics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import { smallDicom } from '../testing/images.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi({ limits: { requestsPerMinute: 100_000, maxPixels: 1_000_000, maxFrames: 10 } });
});
afterEach(() => api.stop());

type Random = () => number;
const below = (random: Random, limit: number): number => Math.floor(random() * limit);

/** What happens to files: bytes that changed, were lost, or came from elsewhere; most of it in the header. */
const mutations: readonly ((file: Uint8Array, random: Random) => Uint8Array)[] = [
  (file, random) => file.slice(0, below(random, file.length)),
  (file, random) => withBytes(file, random, 1, file.length),
  (file, random) => withBytes(file, random, 1 + below(random, 20), headerBytes),
  (file, random) => withBytes(file, random, 200, file.length),
  (file, random) => {
    const at = below(random, headerBytes);
    return Buffer.concat([file.subarray(0, at), file.subarray(at + 1 + below(random, 64))]);
  },
  (file, random) => {
    const [at, from] = [below(random, headerBytes), below(random, headerBytes)];
    return Buffer.concat([file.subarray(0, at), file.subarray(from, from + 64), file.subarray(at)]);
  },
  // A length or a size that is far too great.
  (file, random) => {
    const changed = file.slice();
    new DataView(changed.buffer).setUint32(
      132 + below(random, Math.min(headerBytes, file.length) - 136),
      0xfffffff0,
    );
    return changed;
  },
];
const headerBytes = 1500;

/** Of 700 requests with half a megabyte each, if every tenth was kept. */
const leakedBytes = 20e6;

function withBytes(file: Uint8Array, random: Random, count: number, limit: number): Uint8Array {
  const changed = file.slice();
  for (let n = 0; n < count; n++) changed[below(random, Math.min(limit, file.length))] = below(random, 256);
  return changed;
}

describe('mutated DICOM files', () => {
  it('are denoised or refused with a clear problem, 1,000 of them, and memory does not grow', async (context) => {
    const ct = new Uint8Array(
      await readFile(referenceFile(context, 'ct', 'ID_0000_AGE_0060_CONTRAST_1_CT.dcm')),
    );
    const small = new Uint8Array(smallDicom());
    const seeded = createSeededRandom(6);
    const random = () => seeded.next();
    const counts = new Map<number, number>();
    const heldBytesAtRuns: number[] = [];
    for (let run = 0; run < 1000; run++) {
      const file = run % 4 === 0 ? small : ct;
      const mutate = mutations[run % mutations.length]!;
      const response = await fetch(`${api.url}/v1/denoise`, {
        method: 'POST',
        headers: { 'content-type': 'application/dicom' },
        body: Buffer.from(mutate(file, random)),
      });
      const { status } = response;
      counts.set(status, (counts.get(status) ?? 0) + 1);
      if (status === 200) {
        await response.arrayBuffer();
      } else {
        const problem = (await response.json()) as { code: string; detail: string };
        expect([400, 413, 415, 422], `run ${run}: ${JSON.stringify(problem)}`).toContain(status);
        expect(response.headers.get('content-type')).toBe('application/problem+json');
        expect(problem.detail.length, `run ${run}`).toBeGreaterThan(10);
      }
      if (run % 100 === 99) heldBytesAtRuns.push(await heldBytes());
    }
    expect(counts.get(200) ?? 0).toBeGreaterThan(100);
    expect(1000 - (counts.get(200) ?? 0)).toBeGreaterThan(100);
    // Buffers are freed some time after the collection that found them: what leaked is there however long one waits.
    const early = Math.min(...heldBytesAtRuns.slice(1, 4));
    await expect.poll(heldBytes, { interval: 200 }).toBeLessThan(early + leakedBytes);
    expect((await fetch(`${api.url}/readyz`)).status).toBe(200);
  });
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is used, and not merely waiting to be collected. */
async function heldBytes(): Promise<number> {
  collectGarbage();
  await setImmediate();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
