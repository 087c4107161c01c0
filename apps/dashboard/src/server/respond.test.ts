import { TimescaleError } from '@beatwatch/timescale';
import { describe, expect, it } from 'vitest';
import { rangeFields } from './fields.ts';
import { RequestError } from './request-error.ts';
import { parseRequest, respond } from './respond.ts';

async function responseOf(work: () => unknown): Promise<{ status: number; body: unknown }> {
  const response = await respond(() => Promise.resolve().then(work));
  return { status: response.status, body: await response.json() };
}

describe('respond', () => {
  it('sends the result as JSON', async () => {
    expect(await responseOf(() => ({ patients: [] }))).toEqual({ status: 200, body: { patients: [] } });
  });

  it('sends an error as a problem whose detail says what to do', async () => {
    expect(
      await responseOf(() => {
        throw new RequestError({ code: 'no-such-patient', patientId: 'p1' });
      }),
    ).toEqual({
      status: 404,
      body: {
        type: 'urn:beatwatch:dashboard:no-such-patient',
        title: 'Not Found',
        status: 404,
        detail: 'No patient p1 is known yet.',
        code: 'no-such-patient',
        values: { patientId: 'p1' },
      },
    });
  });

  it('says that the database does not respond, without its address', async () => {
    const { status, body } = await responseOf(() => {
      throw new TimescaleError('connect ECONNREFUSED postgres://user:secret@db', {
        code: 'connection',
        retryable: true,
      });
    });
    expect(status).toBe(503);
    expect(JSON.stringify(body)).toContain('The database does not respond');
    expect(JSON.stringify(body)).not.toContain('secret');
  });
});

describe('range of a request', () => {
  const parse = (values: Readonly<Record<string, string>>): unknown =>
    parseRequest(rangeFields(2), { patientId: 'p1', fromUs: '1700000000000000', ...values });

  it('is read as numbers', () => {
    expect(parse({ toUs: '1700000060000000' })).toEqual({
      patientId: 'p1',
      fromUs: 1_700_000_000_000_000,
      toUs: 1_700_000_060_000_000,
    });
  });

  it.each([
    [{ toUs: 'now' }, 'toUs: found "now", expected epoch microseconds'],
    [{ toUs: '1700000000000' }, 'toUs: found "1700000000000", expected epoch microseconds, 1e15 or more'],
    [{ toUs: '1600000000000000' }, 'toUs: found "1600000000000000", expected a time after fromUs'],
    [{ toUs: '1700003600000000' }, 'toUs: found "1700003600000000", expected at most 2 minutes after fromUs'],
    [{ toUs: '1700000060000000', patientId: '../x' }, 'patientId: found "../x", expected a patient id'],
  ])('is refused with the rule: %j', (values, message) => {
    expect(() => parse(values)).toThrow(message);
  });
});
