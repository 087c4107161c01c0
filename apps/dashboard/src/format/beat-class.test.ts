import { describe, expect, it } from 'vitest';
import { beatClassLabel, formatClassProbabilities } from './beat-class.ts';
import { english } from '../texts/english/english.ts';

const none = { N: 0, S: 0, V: 0, F: 0, P: 0, U: 0 };

describe('formatClassProbabilities', () => {
  it('names the most probable classes', () => {
    const text = formatClassProbabilities(english, { ...none, V: 0.9, S: 0.08, N: 0.02 });
    expect(text).toBe('ventricular (90 %), supraventricular (8.0 %)');
  });

  it('is silent about a class that is next to impossible', () => {
    expect(formatClassProbabilities(english, { ...none, N: 0.996, S: 0.004 })).toMatch(/^normal \([^,]*\)$/);
  });
});

describe('beatClassLabel', () => {
  it('marks what is not normal', () => {
    expect(['N', 'V', 'U', undefined].map((one) => beatClassLabel(one as 'N' | undefined))).toEqual([
      undefined,
      'V',
      '?',
      undefined,
    ]);
  });
});
