import { TimescaleError } from '@beatwatch/timescale';
import { describe, expect, it } from 'vitest';
import { rangeFields } from './fields.ts';
import { RequestError } from './request-error.ts';
import { parseRequest, respond } from './respond.ts';

async function answer(work: () => unknown): Promise<{ status: number; body: unknown }> {
  const response = await respond(() => Promise.resolve().then(work));
  return { status: response.status, body: await response.json() };
}

describe('respond', () => {
  it('answers with the result as JSON', async () => {
    expect(await answer(() => ({ patients: [] }))).toEqual({ status: 200, body: { patients: [] } });
  });

  it('answers an error in words that say what to do', async () => {
    expect(
      await answer(() => {
        throw new RequestError(404, 'not-found', 'No patient p1 is known yet.');
      }),
    ).toEqual({
      status: 404,
      body: { error: { code: 'not-found', message: 'No patient p1 is known yet.' } },
    });
  });

  it('says that the database does not answer, without its address', async () => {
    const { status, body } = await answer(() => {
      throw new TimescaleError('connect ECONNREFUSED postgres://user:secret@db', {
        code: 'connection',
        retryable: true,
      });
    });
    expect(status).toBe(503);
    expect(JSON.stringify(body)).toContain('The database does not answer');
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
    [{ toUs: 'now' }, 'toUs: expected epoch microseconds'],
    [{ toUs: '1700000000000' }, 'toUs: expected epoch microseconds, 1e15 or more'],
    [{ toUs: '1600000000000000' }, 'toUs: expected a time after fromUs'],
    [{ toUs: '1700003600000000' }, 'toUs: expected at most 2 minutes after fromUs'],
    [{ toUs: '1700000060000000', patientId: '../x' }, 'patientId: expected a patient id'],
  ])('is refused with the rule: %j', (values, message) => {
    expect(() => parse(values)).toThrow(message);
  });
});
