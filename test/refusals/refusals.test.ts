import { alarmLimitFields, alarmLimitNames } from '@beatwatch/contracts';
import type { RequestRefusal } from '@beatwatch/live-protocol';
import { roles } from '@beatwatch/service-kit/session';
import { describe, expect, it } from 'vitest';
import { noteBody } from '../../apps/dashboard/src/server/care-notes.ts';
import {
  expectations,
  expectationText,
  type Expectation,
} from '../../apps/dashboard/src/server/expectations.ts';
import { RequestError } from '../../apps/dashboard/src/server/request-error.ts';
import { parseRequest, problemOf } from '../../apps/dashboard/src/server/respond.ts';
import { refusals, type CodedRefusal } from '../../apps/dashboard/src/server/refusals.ts';
import { english } from '../../apps/dashboard/src/texts/english/english.ts';
import { german } from '../../apps/dashboard/src/texts/german/german.ts';
import type { Refused } from '../../apps/dashboard/src/texts/refused.ts';
import { refused, sentences } from '../../apps/gateway/src/refusals.ts';
import { admissionCommand, limitsCommand } from '../../apps/gateway/src/requests.ts';

const { byServer, byGateway } = await german.shell.errors.refusals();
const inEnglish = await english.shell.errors.refusals();
const anyEnglish = /\b(the|is|are|of|no|not|this|your|expected|missing|with|at|to)\b|undefined/i;

/** What a sentence speaks of, by the names that it reads. */
function valuesOf(sentence: (values: never) => string): Record<string, string> {
  const values: Record<string, string> = {};
  const reading = new Proxy(values, {
    get: (_, name) => (values[String(name)] = chosen[String(name)] ?? `<${String(name)}>`),
  });
  sentence(reading as never);
  // In English the contracts' sentence, in another language what it is made of.
  return 'rule' in values
    ? { ...values, field: 'bed', limit: 'pauseMs', least: '<least>', most: '<most>' }
    : values;
}
/** Those that are words of ours. */
const chosen: Readonly<Partial<Record<string, string>>> = {
  ...{ needed: roles[2], own: roles[0], what: 'note', field: 'bed', limit: 'pauseMs' },
};
/** What is said of these by other words. */
const worded = new Set(['needed', 'own', 'what', 'field', 'limit', 'rule']);

const saysAll = (said: string, values: Readonly<Record<string, string>>): void => {
  const shown = Object.entries(values).filter(([name]) => !worded.has(name));
  for (const [, value] of shown) expect(said).toContain(value);
  expect(said.replaceAll(/<\w+>/g, '')).not.toMatch(anyEnglish);
};

const ofProblem = (error: RequestError): Refused => {
  const { detail, code, values, errors } = problemOf(error) as ReturnType<typeof problemOf> & Refused;
  return { message: detail, code, values, errors };
};

describe('why the server does not do what was asked', () => {
  const codes = Object.entries(refusals).filter(([code]) => code !== 'invalid-fields');

  it.each(codes)(
    '%s: is told in English with code and values, and said in German',
    (code, { status, text }) => {
      const values = valuesOf(text);
      const error = new RequestError({ code, ...values } as unknown as CodedRefusal);
      expect(error.status).toBe(status);
      const told = ofProblem(error);
      expect(told).toEqual({ message: text(values as never), code, values });
      expect(inEnglish.byServer(told)).toBe(told.message);
      const said = byServer(told);
      expect(said).not.toBe(told.message);
      saysAll(said, values);
    },
  );

  it.each(Object.entries(expectations))('%s: a field that has to be so is said in German', (code, phrase) => {
    const values = valuesOf(phrase);
    const rule = { code, ...values } as unknown as Expectation;
    const message = expectationText(rule);
    const said = byServer({ message, code: 'invalid-fields', errors: [{ field: 'text', rule }] });
    expect(said).toMatch(/^Text: erwartet .+\.$/);
    saysAll(said, values);
  });

  it('are all fields of a form, and in English what came is shown where a code is not known', () => {
    let error: unknown;
    try {
      parseRequest(noteBody, { text: ' ', kind: 'order', alarmId: '' });
    } catch (thrown) {
      error = thrown;
    }
    const told = ofProblem(error as RequestError);
    expect(told.message).toBe(
      'kind: found "order", expected one of note, task; text: found " ", expected a plain text of 1 to 1000 characters; alarmId: found "", expected the id of an alarm',
    );
    expect(byServer(told)).toBe(
      'Art: erwartet eines von note, task; Text: erwartet einfacher Text, 1 bis 1000 Zeichen; Alarm: erwartet die Kennung eines Alarms.',
    );
    for (const code of ['made-tomorrow', 'constructor', undefined])
      expect(byServer({ message: 'It is new.', code })).toBe('It is new.');
    const errors = [{ field: 'name', rule: { code: 'made-tomorrow' } as unknown as Expectation }];
    expect(byServer({ message: 'It is new.', code: 'invalid-fields', errors })).toBe('It is new.');
  });
});

describe('why the gateway does not do what was asked', () => {
  it.each(Object.entries(sentences))('%s: is told in English, and said in German', (code, sentence) => {
    const { least: _, most: __, ...values } = valuesOf(sentence);
    const told = refused({ code, ...values } as unknown as RequestRefusal);
    expect(told).toEqual({ ok: false, code, values, message: sentence(values as never) });
    expect(inEnglish.byGateway(told)).toBe(told.message);
    const said = byGateway(told);
    expect(said).not.toBe(told.message);
    saysAll(said, values);
  });

  const patientId = 'p-1';
  it.each([
    ...alarmLimitNames.map((name) => limitsCommand({ patientId, limits: { [name]: 1 } })),
    limitsCommand({ patientId, limits: { heartRateLowBpm: 60, heartRateHighBpm: 70 } }),
    limitsCommand({ patientId }),
    ...[
      { action: 'admit', patientId: 'Ä' },
      { action: 'admit', patientId, displayName: '' },
      { action: 'admit', patientId, ward: 'x'.repeat(41) },
      { action: 'move', patientId, ward: 'A', bed: 'x'.repeat(17) },
      { action: 'standby', patientId, untilUs: 'soon' },
      { action: 'fly', patientId },
    ].map((request) => admissionCommand(request, 0)),
  ])('%j is said in German', (told) => {
    if (told.ok) throw new Error('expected a refusal');
    expect(byGateway(told)).toMatch(/^Nicht (gesetzt|ausgeführt): .+: erwartet .+\.$/);
    expect(byGateway(told)).not.toMatch(anyEnglish);
  });

  it('names the range of a limit', () => {
    const told = limitsCommand({ patientId, limits: { pauseMs: 1 } });
    if (told.ok) throw new Error('expected a refusal');
    const { min, max } = alarmLimitFields.pauseMs;
    expect(byGateway(told)).toBe(`Nicht gesetzt: Pause: erwartet eine ganze Zahl von ${min} bis ${max}.`);
  });
});
