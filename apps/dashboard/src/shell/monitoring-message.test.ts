import type { SystemNotice } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { formatMoment } from '../format/time.ts';
import { isInterruptedNow, monitoringMessages } from './monitoring-message.ts';
import { english } from '../texts/english/english.ts';

const sinceUs = 1_700_000_000_000_000;
const notice = (fields: Partial<SystemNotice> = {}): SystemNotice => ({
  noticeId: 'monitoring-interrupted',
  severity: 'interrupted',
  state: 'open',
  sinceUs,
  timeUs: sinceUs + 90e6,
  source: 'gateway',
  text: 'The database does not answer. 3 of 12 patients are not judged.',
  ...fields,
});
const since = formatMoment(english, sinceUs);

describe('what the band says', () => {
  it('nothing while all is well', () => {
    expect(monitoringMessages(english, { notices: [] })).toEqual([]);
  });

  it('since when the station is cut off, before all else', () => {
    const [first, ...others] = monitoringMessages(english, {
      cutOff: { sinceMs: sinceUs / 1000 },
      notices: [notice()],
    });
    expect(first).toMatchObject({ kind: 'stopped', title: `Station cut off since ${since}` });
    expect(first?.text).toContain('Watch your patients at the bedside.');
    expect(others).toEqual([]);
    expect(monitoringMessages(english, { cutOff: {}, notices: [] })[0]?.title).toBe('Station not connected');
  });

  it('since when monitoring is interrupted, why and for whom, once', () => {
    const start = notice({ noticeId: 'database-down', source: 'start', text: 'The database has ended' });
    const messages = monitoringMessages(english, { notices: [start, notice()] });
    expect(messages).toEqual([
      {
        kind: 'stopped',
        title: `Monitoring is interrupted since ${since}`,
        text: 'The database does not answer. 3 of 12 patients are not judged. Watch your patients at the bedside.',
      },
    ]);
    expect(isInterruptedNow({ notices: [start, notice()] })).toBe(true);
    expect(monitoringMessages(english, { notices: [start] })[0]?.text).toContain('The database has ended');
  });

  it('that it has resumed, without a sound', () => {
    const messages = monitoringMessages(english, { notices: [notice({ state: 'ended' })] });
    expect(messages).toMatchObject([
      { kind: 'resumed', title: `Monitoring resumed ${formatMoment(english, sinceUs + 90e6)}` },
    ]);
    expect(isInterruptedNow({ notices: [notice({ state: 'ended' })] })).toBe(false);
  });

  it('three warnings and the number of the others', () => {
    const warnings = Array.from({ length: 40 }, (_, index) =>
      notice({ noticeId: `w${index}`, severity: 'warning', text: `Warning ${index}` }),
    );
    expect(monitoringMessages(english, { notices: warnings }).map(({ title }) => title)).toEqual([
      'Warning 0',
      'Warning 1',
      'Warning 2',
      '37 more notices',
    ]);
  });
});
