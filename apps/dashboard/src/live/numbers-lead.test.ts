import { describe, expect, it } from 'vitest';
import { numbersLead } from './numbers-lead.ts';

const beat = (second: number, lead: string) => ({ beatTimeUs: second * 1e6, lead });
const poorIn = (...noisy: string[]) => ({
  poorOf: (lead: string) => (noisy.includes(lead) ? [18e6, 19e6].map((timeUs) => ({ timeUs })) : []),
});
const both = [beat(19, 'II'), beat(19.1, 'V5')];

describe('numbersLead', () => {
  it('takes the lead that is shown', () => {
    expect(numbersLead({ shown: 'V5', scores: both, ...poorIn() })).toBe('V5');
  });

  it('takes another lead where the shown one is unclear or has no beats, and stays where all are unclear', () => {
    expect(numbersLead({ shown: 'V5', scores: both, ...poorIn('V5') })).toBe('II');
    expect(numbersLead({ shown: 'V5', scores: [beat(1, 'V5'), beat(19, 'II')], ...poorIn() })).toBe('II');
    expect(numbersLead({ shown: 'V5', scores: both, ...poorIn('II', 'V5') })).toBe('V5');
  });

  it('knows none where scores name no lead', () => {
    expect(numbersLead({ shown: 'II', scores: [{ beatTimeUs: 1 }], ...poorIn() })).toBeUndefined();
  });
});
