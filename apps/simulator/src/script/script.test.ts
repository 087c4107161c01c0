import { describe, expect, it } from 'vitest';
import { beginsNext, lastBegan, timesBegun } from './occurrences.ts';
import { hasArrhythmia, parseScript } from './script.ts';

describe('parseScript', () => {
  it('fills in defaults', () => {
    expect(parseScript([{ kind: 'ventricular-run', atSeconds: 60, beats: 8 }])).toEqual([
      { kind: 'ventricular-run', atSeconds: 60, beats: 8, rateBpm: 160 },
    ]);
  });

  it.each([
    [[{ kind: 'ventricular-run', atSeconds: 60, beats: 1 }], /^script\[0\]\.beats: .*>=2/],
    [[{ kind: 'drop-out', atSeconds: -1, forSeconds: 2 }], /^script\[0\]\.atSeconds: .*>=0/],
    [
      [{ kind: 'drop-out', atSeconds: 1, forSeconds: 2, everySeconds: 2 }],
      /everySeconds: found 2, expected more than forSeconds, 2/,
    ],
    [[{ kind: 'palpitation', atSeconds: 1 }], /^script\[0\]\.kind: /],
    [[{ kind: 'clock-jump', atSeconds: 1, bySeconds: 2, beats: 3 }], /^script\[0\]: .*"beats"/],
    [{ kind: 'drop-out' }, /^script: .*array/],
  ])('rejects %j with position and reason', (script, message) => {
    expect(() => parseScript(script)).toThrow(message);
  });

  it('detects scripts with an arrhythmia', () => {
    expect(hasArrhythmia(parseScript([{ kind: 'muscle-noise', atSeconds: 1, forSeconds: 2 }]))).toBe(false);
    expect(hasArrhythmia(parseScript([{ kind: 'supraventricular-premature', atSeconds: 1 }]))).toBe(true);
    const atRate = (rateBpm: number) =>
      parseScript([{ kind: 'sinus-rate', atSeconds: 1, forSeconds: 9, rateBpm }]);
    expect([30, 100, 160].map((rateBpm) => hasArrhythmia(atRate(rateBpm)))).toEqual([true, false, true]);
  });
});

describe('occurrences', () => {
  const repeated = { atSeconds: 10, everySeconds: 5 };

  it('repeat from their first start', () => {
    expect([9.9, 10, 14.9, 15, 20].map((time) => timesBegun(repeated, time))).toEqual([0, 1, 1, 2, 3]);
    expect([9.9, 10, 14.9, 15, 21].map((time) => lastBegan(repeated, time))).toEqual([
      undefined,
      10,
      10,
      15,
      20,
    ]);
    expect([0, 1, 2].map((times) => beginsNext(repeated, times))).toEqual([10, 15, 20]);
  });

  it('happen once without an interval', () => {
    expect(timesBegun({ atSeconds: 10 }, 1000)).toBe(1);
    expect(lastBegan({ atSeconds: 10 }, 1000)).toBe(10);
    expect(beginsNext({ atSeconds: 10 }, 1)).toBe(Infinity);
  });
});
