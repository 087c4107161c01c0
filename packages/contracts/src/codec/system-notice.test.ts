import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContractError } from '../errors.ts';
import { patientId } from '../ids.ts';
import {
  systemNoticeSeverities,
  systemNoticeSources,
  systemNoticeStates,
  type SystemNotice,
} from '../system-notice.ts';
import { decodeSystemNotice, encodeSystemNotice } from './system-notice.ts';

const timeUs = fc.integer({ min: 1e15, max: 9e15 - 1 });

const notice: fc.Arbitrary<SystemNotice> = fc.record(
  {
    noticeId: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}$/),
    severity: fc.constantFrom(...systemNoticeSeverities),
    state: fc.constantFrom(...systemNoticeStates),
    sinceUs: timeUs,
    timeUs,
    source: fc.constantFrom(...systemNoticeSources),
    text: fc.stringMatching(/^[ -~äß€]{1,300}$/),
    patientId: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/).map(patientId),
    values: fc.dictionary(fc.stringMatching(/^[A-Za-z]{1,32}$/), fc.stringMatching(/^[ -~äß€]{1,300}$/), {
      minKeys: 1,
      maxKeys: 10,
      noNullPrototype: true,
    }),
  },
  { requiredKeys: ['noticeId', 'severity', 'state', 'sinceUs', 'timeUs', 'source', 'text'] },
);

const databaseDown: SystemNotice = {
  noticeId: 'database-down',
  severity: 'interrupted',
  state: 'open',
  sinceUs: 1_700_000_000_000_000,
  timeUs: 1_700_000_001_000_000,
  source: 'start',
  text: 'The database does not answer',
};

describe('a system notice', () => {
  it('comes back as it was encoded', () => {
    fc.assert(
      fc.property(notice, (value) => {
        expect(decodeSystemNotice(encodeSystemNotice(value))).toEqual(value);
      }),
    );
  });

  it.each([
    ['noticeId', { noticeId: '' }],
    ['noticeId', { noticeId: 'database down' }],
    ['severity', { severity: 'fatal' }],
    ['state', { state: 'closed' }],
    ['sinceUs', { sinceUs: 0 }],
    ['source', { source: 'cron' }],
    ['text', { text: '' }],
    ['text', { text: 'two\nlines' }],
    ['text', { text: 'a null\u0000byte' }],
    ['patientId', { patientId: '../p' }],
    ['values', { values: { 'a name': '1' } }],
    ['values.reason', { values: { reason: '' } }],
    ['values', { values: Object.fromEntries(Array.from('abcdefghijk').map((name) => [name, '1'])) }],
  ])('is refused with a wrong %s: %j', (field, fault) => {
    const bytes = encodeSystemNotice({ ...databaseDown, ...fault } as SystemNotice);
    expect(() => decodeSystemNotice(bytes)).toThrow(ContractError);
    expect(() => decodeSystemNotice(bytes)).toThrow(field);
  });

  it('is read or refused with a ContractError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          decodeSystemNotice(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(ContractError);
        }
      }),
    );
  });
});
