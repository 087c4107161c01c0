import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf, type PartLimits } from './parts.ts';

const limits: PartLimits = { maxFileBytes: 1000, maxTotalBytes: 5000, maxParts: 5 };

async function contentsOf(body: Buffer, chunkBytes: number, given = limits): Promise<Buffer[]> {
  const chunks = Array.from({ length: Math.ceil(body.length / chunkBytes) }, (_, index) =>
    body.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
  const contents: Buffer[] = [];
  for await (const part of partsOf(Readable.from(chunks), 'b', given)) contents.push(Buffer.from(part.bytes));
  return contents;
}

const bodyOf = (contents: readonly Uint8Array[], before = '', after = ''): Buffer =>
  Buffer.concat([
    Buffer.from(before),
    ...contents.flatMap((content) => [
      Buffer.from('--b\r\nContent-Type: x/y\r\n\r\n'),
      content,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--b--${after}`),
  ]);

describe('partsOf', () => {
  it('finds the parts however the body is cut, with a preamble and an epilogue', async () => {
    const content = fc.uint8Array({ maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(content, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 80 }),
        fc.constantFrom('', '\r\n', 'preamble\r\n'),
        fc.constantFrom('', '\r\n', '\r\nepilogue'),
        async (contents, chunkBytes, before, after) => {
          fc.pre(contents.every((one) => !Buffer.from(one).includes('--b')));
          const found = await contentsOf(bodyOf(contents, before, after), chunkBytes);
          expect(found).toEqual(contents.map((one) => Buffer.from(one)));
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['no boundary', Buffer.from('nothing'), 'invalid-request'],
    ['a long preamble', Buffer.alloc(20_000), 'invalid-request'],
    ['an end that is missing', bodyOf([Buffer.from('a')]).subarray(0, -6), 'invalid-request'],
    ['a header without end', Buffer.from(`--b\r\n${'x'.repeat(10_000)}`), 'invalid-request'],
    ['a large part', bodyOf([Buffer.alloc(1001)]), 'too-large'],
    ['many parts', bodyOf(Array.from({ length: 6 }, () => Buffer.alloc(1))), 'too-large'],
  ])('refuses %s', async (_, body, code) => {
    await expect(contentsOf(body, 500)).rejects.toMatchObject({ code });
  });

  it('refuses more than all parts may have together', async () => {
    const body = bodyOf([Buffer.alloc(900), Buffer.alloc(900)]);
    await expect(contentsOf(body, 500, { ...limits, maxTotalBytes: 1500 })).rejects.toMatchObject({
      code: 'too-large',
    });
  });
});
