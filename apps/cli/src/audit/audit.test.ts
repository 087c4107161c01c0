import type { AlarmAudit } from '@beatwatch/timescale';
import { describe, expect, it } from 'vitest';
import { formatSeconds } from './audit-rows.ts';
import { auditSection } from './audit-section.ts';
import { formatAudit } from './format-audit.ts';

const counts = {
  alarms: 4,
  taken: 2,
  takenAfterS: { median: 42, p90: 300 },
  labelled: 2,
  labelledFalse: 1,
};
const audit: AlarmAudit = {
  all: counts,
  byKind: [{ kind: 'asystole', ...counts }],
  byBed: [{ ward: 'ICU', bed: '1', ...counts }],
  byHour: [
    { hour: 3, kind: 'asystole', ...counts, alarms: 1 },
    { hour: 17, kind: 'asystole', ...counts, alarms: 3 },
  ],
};
const none: AlarmAudit = {
  all: { alarms: 0, taken: 0, labelled: 0, labelledFalse: 0 },
  byKind: [],
  byBed: [],
  byHour: [],
};

describe('the audit of alarms', () => {
  it('is read on a terminal', () => {
    const lines = formatAudit(audit).split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'kind      alarms  taken     median until taken  p90      labelled  labelled false',
      'asystole  4       2 (50 %)  42 s                5.0 min  2 (50 %)  1 (50 %)',
      'all       4       2 (50 %)  42 s                5.0 min  2 (50 %)  1 (50 %)',
    ]);
    expect(lines).toContain(`17:00  3  ${'#'.repeat(40)}`);
    expect(lines).toContain(`03:00  1  ${'#'.repeat(14)}`);
    expect(formatAudit(none)).toBe('no alarms');
  });

  it('is drawn by hour, of all alarms and of each kind', () => {
    const { text, content = [] } = auditSection(audit);
    expect(text?.[0]).toBe(
      '4 alarms, 2 taken by a person: half of them within 42 s, nine of ten within 5.0 min.',
    );
    expect(content.map(({ id }) => id)).toEqual(['by-kind', 'by-bed', 'hours-all', 'hours-asystole']);
    expect(auditSection(none).content).toEqual([]);
  });

  it('tells times as people say them', () => {
    expect([0.4, 119, 120, 7200].map(formatSeconds)).toEqual(['0 s', '119 s', '2.0 min', '2.0 h']);
  });
});
