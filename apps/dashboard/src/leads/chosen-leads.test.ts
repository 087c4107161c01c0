import type { PatientId } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import {
  leadChoicesFor,
  nextLead,
  readChosenLeads,
  withChosenLead,
  type ChosenLeads,
} from './chosen-leads.ts';

const [p1, p2] = ['p1', 'p2'] as PatientId[] as [PatientId, PatientId];

describe('chosen leads', () => {
  it('are remembered for each patient, until the usual one is chosen again', () => {
    const one = readChosenLeads(withChosenLead(new Map(), p1, 'V5'));
    const two = readChosenLeads(withChosenLead(one, p2, 'V1'));
    expect([...two]).toEqual([
      [p1, 'V5'],
      [p2, 'V1'],
    ]);
    expect([...readChosenLeads(withChosenLead(two, p1, undefined))]).toEqual([[p2, 'V1']]);
  });

  it('keep the last 64, and what else was remembered is left out', () => {
    const ids = Array.from({ length: 70 }, (_, index) => `p${index}` as PatientId);
    const chosen = ids.reduce<ChosenLeads>(
      (known, id) => readChosenLeads(withChosenLead(known, id, 'I')),
      new Map(),
    );
    expect([...chosen.keys()]).toEqual(ids.slice(6));
    for (const text of [undefined, '{', '7', '[["p1"],["p2",3],null]'])
      expect(readChosenLeads(text).size).toBe(0);
  });

  it('go to the gateway for the patients of the room alone, or all leads of one patient', () => {
    const chosen = new Map([
      [p1, 'V5'],
      [p2, 'V1'],
    ]);
    expect(leadChoicesFor('all', chosen, true)).toHaveLength(2);
    expect(leadChoicesFor('patient:p2', chosen, false)).toEqual([{ patientId: p2, leads: ['V1'] }]);
    expect(leadChoicesFor('patient:p2', chosen, true)).toEqual([{ patientId: p2, leads: 'all' }]);
  });

  it('are gone through one after the other', () => {
    expect(nextLead(['II', 'V5'], 'II')).toBe('V5');
    expect(nextLead(['II', 'V5'], 'V5')).toBe('II');
    expect(nextLead([], undefined)).toBeUndefined();
  });
});
