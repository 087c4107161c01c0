import { describe, expect, it } from 'vitest';
import { exitCode } from '../errors.ts';
import { replayVerdict } from './verdict.ts';

const recording = { name: 'r', lead: 'C3', durationSeconds: 40 };

describe('replayVerdict', () => {
  it('is an error where the counts differ, and where there is nothing to count', () => {
    expect(replayVerdict({ beatsSent: 46, agrees: true }, recording)).toEqual({ text: 'The counts agree.' });
    const differs = replayVerdict({ beatsSent: 46, agrees: false }, recording);
    const empty = replayVerdict({ beatsSent: 0, agrees: true }, recording);
    expect([differs.text, empty.text]).toEqual(['The counts differ.', 'No beat was found.']);
    expect([differs, empty].map(({ error }) => exitCode(error))).toEqual([1, 1]);
    expect(empty.error?.message).toBe(
      'no beat was found in 0.7 min of lead C3: check --lead, --rate and --unit',
    );
  });
});
