import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastLinesOf } from './log-file.ts';
import { rotateLog } from './rotate-log.ts';

/** As many of the last lines as there is room for. */
function newestLines(text: string, mostBytes: number): string {
  let lines = text.split('\n').slice(0, -1);
  while (lines.join('\n').length + 1 > mostBytes) lines = lines.slice(1);
  return `${lines.join('\n')}\n`;
}

describe('a log that is kept within its limits', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'beatwatch-logs-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const path = (): string => join(folder, 'ingest.log');
  /** Everything kept, oldest first. */
  const kept = (): string => {
    const names = readdirSync(folder).toSorted((one, other) => ageOf(other) - ageOf(one));
    return names.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
  };
  const ageOf = (name: string): number => Number(/\.(\d+)\.log$/.exec(name)?.[1] ?? 0);

  it('keeps the newest lines, all that its files hold, whatever is written between two looks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 1, max: 80 }), { maxLength: 12 }), { maxLength: 30 }),
        fc.record({ fileBytes: fc.integer({ min: 100, max: 400 }), files: fc.integer({ min: 2, max: 4 }) }),
        async (looks, limits) => {
          for (const name of readdirSync(folder)) rmSync(join(folder, name));
          writeFileSync(path(), '');
          let number = 0;
          let current = '';
          let former: string[] = [];
          for (const lengths of looks) {
            const lines = lengths.map((length) => `${(number += 1)} ${'x'.repeat(length)}\n`).join('');
            appendFileSync(path(), lines);
            await rotateLog(path(), limits);
            current += lines;
            if (current.length >= limits.fileBytes) {
              former = [newestLines(current, limits.fileBytes), ...former].slice(0, limits.files - 1);
              current = '';
            }
            expect(kept()).toBe(former.toReversed().join('') + current);
            expect(kept().length).toBeLessThanOrEqual(limits.fileBytes * limits.files);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has no more and no larger files than it is given, where it had before', async () => {
    for (const name of ['ingest.log', 'ingest.1.log', 'ingest.2.log', 'ingest.7.log', 'scorer.7.log']) {
      writeFileSync(join(folder, name), `${name}\n`);
    }
    await rotateLog(path(), { fileBytes: 1000, files: 2 });
    expect(readdirSync(folder)).toEqual(['ingest.1.log', 'ingest.log', 'scorer.7.log']);
    appendFileSync(path(), 'line\n'.repeat(10_000));
    await rotateLog(path(), { fileBytes: 1000, files: 2 });
    expect([statSync(path()).size, statSync(join(folder, 'ingest.1.log')).size]).toEqual([0, 1000]);
  });

  it('is still read at its end just after it was cut', async () => {
    writeFileSync(path(), 'one\ntwo\nthree\n');
    await rotateLog(path(), { fileBytes: 10, files: 2 });
    appendFileSync(path(), 'four\n');
    expect(await lastLinesOf(path(), 2)).toBe('three\nfour');
  });
});
