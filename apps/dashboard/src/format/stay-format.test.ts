import { describe, expect, it } from 'vitest';
import { formatState, formatStay } from './stay-format.ts';
import { english } from '../texts/english/english.ts';

const atUs = Date.UTC(2020, 0, 1, 12) * 1000;
const missing = { kind: 'no-data', seconds: 61 } as const;

describe('a stay', () => {
  it.each([
    [{ admission: 'automatic' }, /^Not admitted, sends data$/],
    [{ admission: 'admitted', admittedUs: atUs }, /^Admitted .*2020/],
    [{ admission: 'discharged', admittedUs: atUs }, /^Discharged .*2020/],
    [{ admission: 'ended', admittedUs: atUs }, /^Signal ended .*2020/],
    [{ admission: 'admitted', admittedUs: atUs, standbyUntilUs: atUs }, /^Away until .*2020/],
  ] as const)('%j', (stay, text) => {
    expect(formatStay(english, stay)).toMatch(text);
  });

  it('says why no data come', () => {
    expect(formatState(english, missing, {})).toBe('No data for 1 min 01 s');
    expect(formatState(english, missing, { admission: 'ended' })).toBe('Signal ended');
    expect(formatState(english, missing, { standbyUntilUs: atUs })).toMatch(/^Away until/);
    expect(formatState(english, { kind: 'no-alarm' }, { standbyUntilUs: atUs })).toBe('No alarm');
  });
});
