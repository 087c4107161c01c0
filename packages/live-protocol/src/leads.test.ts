import { describe, expect, it } from 'vitest';
import { LiveProtocolError } from './errors.ts';
import { ComingLeads, parseLeadChoices, shownLeads } from './leads.ts';

describe('shownLeads', () => {
  it('shows lead II where nobody has chosen, and all in the usual order where all are wanted', () => {
    expect(shownLeads(['V5', 'II', 'V1'], undefined)).toEqual(['II']);
    expect(shownLeads(['V5', 'patch', 'II', 'V1'], 'all')).toEqual(['II', 'V1', 'V5', 'patch']);
  });

  it('goes back to the usual lead while the chosen one does not come', () => {
    expect(shownLeads(['II', 'V5'], ['V5'])).toEqual(['V5']);
    expect(shownLeads(['V1', 'I'], ['V5'])).toEqual(['I']);
    expect(shownLeads([], ['V5'])).toEqual([]);
  });
});

describe('ComingLeads', () => {
  it('counts a lead as gone once it is 5 s behind the others, and not where all have stopped', () => {
    const leads = new ComingLeads();
    leads.heard('II', 0);
    leads.heard('V5', 1000);
    expect(leads.names).toEqual(['II', 'V5']);
    leads.heard('V5', 5001);
    expect(leads.names).toEqual(['V5']);
    expect(leads.known).toEqual(['II', 'V5']);
  });

  it('forgets a name after a minute', () => {
    const leads = new ComingLeads();
    leads.heard('II', 0);
    leads.heard('V5', 60_001);
    expect(leads.known).toEqual(['V5']);
  });
});

describe('parseLeadChoices', () => {
  it('reads choices', () => {
    const choices = [
      { patientId: 'p1', leads: 'all' },
      { patientId: 'p2', leads: ['V5'] },
    ];
    expect([...parseLeadChoices(choices)]).toEqual([
      ['p1', 'all'],
      ['p2', ['V5']],
    ]);
  });

  it.each([
    undefined,
    'all',
    [null],
    [{ patientId: '', leads: 'all' }],
    [{ patientId: 'p1', leads: 'some' }],
    [{ patientId: 'p1', leads: [7] }],
    [{ patientId: 'p1', leads: ['x'.repeat(17)] }],
    Array.from({ length: 65 }, (_, index) => ({ patientId: `p${index}`, leads: 'all' })),
  ])('refuses %j', (value) => {
    expect(() => parseLeadChoices(value)).toThrow(LiveProtocolError);
  });
});
