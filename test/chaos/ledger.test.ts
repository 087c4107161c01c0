import { describe, expect, it } from 'vitest';
import { withoutGivenUp } from './given-up-signal.ts';
import { compareNames, compareRows, isGood } from './ledger.ts';
import { wardOf } from './patients.ts';
import { scriptedAlarms, scriptedNames } from './scripted-alarms.ts';

const rows = new Map([
  ['p 1', 'a'],
  ['p 2', 'b'],
]);

describe('compareRows', () => {
  it('finds nothing where both are the same', () => {
    expect(isGood(compareRows('beats', rows, new Map(rows)))).toBe(true);
  });

  it.each([
    ['a lost row', new Map([['p 1', 'a']]), { missing: 1, wrong: 0, examples: ['missing p 2'] }],
    ['a row too many', new Map([...rows, ['p 3', 'c']]), { missing: 0, wrong: 1 }],
    ['another value', new Map([...rows, ['p 2', 'B']]), { missing: 0, wrong: 1 }],
  ])('tells %s', (_, found, expected) => {
    const entry = compareRows('beats', rows, found);
    expect(entry).toMatchObject(expected);
    expect(isGood(entry)).toBe(false);
  });

  it('tells names alone as well', () => {
    expect(compareNames('alarms', ['x'], ['y'])).toMatchObject({ missing: 1, wrong: 1 });
  });
});

describe('withoutGivenUp', () => {
  const second = (seconds: number): [string, string] => [`p-1 II ${(1000 + seconds) * 1e6}`, 'signal'];
  const expected = new Map([second(10), second(100), second(300)]);
  const fullDisk = {
    fault: { kind: 'full-disk', part: 'data folder', seconds: 10 },
    atSeconds: 95,
    judgedAfterSeconds: 4,
  } as const;

  it('leaves out what is missing from around a full disk, and nothing else', () => {
    const { required, givenUp } = withoutGivenUp(expected, new Map(), {
      startedMs: 1_000_000,
      faults: [fullDisk],
    });
    expect([...required]).toEqual([second(10), second(300)]);
    expect(givenUp).toBe(1);
  });

  it('leaves nothing out that is there, or without a full disk', () => {
    const run = { startedMs: 1_000_000, faults: [fullDisk] };
    expect(withoutGivenUp(expected, expected, run)).toEqual({ required: expected, givenUp: 0 });
    const kill = { ...fullDisk, fault: { kind: 'kill', part: 'database' } } as const;
    expect(withoutGivenUp(expected, new Map(), { ...run, faults: [kill] }).givenUp).toBe(0);
  });
});

describe('scriptedAlarms', () => {
  const ward = wardOf(8);
  const tachycardia = ward[1]!;
  const alarm = (kind: string, seconds: number): [string, string] => [
    `${tachycardia.patientId}/${kind}/1 1 active`,
    `${kind} ${(1000 + seconds) * 1e6}`,
  ];
  const found = (...alarms: [string, string][]): Set<string> =>
    scriptedAlarms(ward, { startedMs: 1_000_000, seconds: 240, alarms: new Map(alarms) });

  it('expects each event of each patient that is over before the end', () => {
    expect(scriptedNames(ward, 240)).toHaveLength(4 + 4);
    expect(scriptedNames(ward, 50)).toEqual([]);
  });

  it('counts an alarm of the right kind, while it goes on or soon after', () => {
    const [name] = scriptedNames([tachycardia], 240);
    expect(found(alarm('ventricular-tachycardia', 64))).toEqual(new Set([name]));
    expect(found(alarm('ventricular-tachycardia', 50))).toEqual(new Set());
    expect(found(alarm('ventricular-run', 64))).toEqual(new Set());
    expect(found()).toEqual(new Set());
  });
});
