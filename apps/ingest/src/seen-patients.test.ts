import { patientId } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { SeenPatients } from './seen-patients.ts';

const [one, other] = ['p-1', 'p-2'].map(patientId) as [
  ReturnType<typeof patientId>,
  ReturnType<typeof patientId>,
];

describe('SeenPatients', () => {
  it('has a patient recorded at the first signal, and every ten minutes while it comes', () => {
    const seen = new SeenPatients();
    expect(seen.unrecorded([one, one], 0)).toEqual([one]);
    // The database did not take it.
    expect(seen.unrecorded([one], 1)).toEqual([one]);
    seen.recorded([one], 1);
    expect(seen.unrecorded([one, other], 600_000)).toEqual([other]);
    expect(seen.unrecorded([one], 600_001)).toEqual([one]);
  });

  it('remembers no more than ten thousand, those recorded last', () => {
    const seen = new SeenPatients();
    for (let index = 0; index < 30_000; index += 1) {
      seen.recorded([patientId(`new-${index}`)], 0);
      seen.recorded([one], 0);
    }
    expect(seen.size).toBe(10_000);
    expect(seen.unrecorded([one, patientId('new-29999'), patientId('new-0')], 1)).toEqual(['new-0']);
  });
});
