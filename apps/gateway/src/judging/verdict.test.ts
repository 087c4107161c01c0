import { describe, expect, it } from 'vitest';
import { patient } from '../test-messages.ts';
import { interruptionOf, type JudgingFacts } from './verdict.ts';

const nowMs = 100_000;
const heard = { heardMs: nowMs - 300, advancedMs: nowMs - 300, hindrance: undefined };
const waiting = (id: string, forMs: number, part: 'ingest' | 'scorer' = 'ingest') => ({
  patientId: patient(id),
  sinceMs: nowMs - forMs,
  part,
});
const judge = (facts: Partial<JudgingFacts>) =>
  interruptionOf({
    nowMs,
    waiting: [],
    patients: 12,
    databaseUnansweredMs: 0,
    brokerUnansweredMs: 0,
    reports: { ingest: heard, scorer: heard },
    wasInterrupted: false,
    ...facts,
  });

describe('whether patients are being judged', () => {
  it('they are while nothing waits for more than 8 s, or nothing is there to be judged', () => {
    expect(judge({})).toBeUndefined();
    expect(judge({ patients: 0 })).toBeUndefined();
    expect(judge({ waiting: [waiting('p1', 7900)] })).toBeUndefined();
    expect(judge({ databaseUnansweredMs: 4000, brokerUnansweredMs: 4000 })).toBeUndefined();
  });

  it('an interruption ends when nothing waits for more than 3 s', () => {
    expect(judge({ waiting: [waiting('p1', 4000)], wasInterrupted: true })).toBeDefined();
    expect(judge({ waiting: [waiting('p1', 2500)], wasInterrupted: true })).toBeUndefined();
  });

  const restarting = {
    noticeId: 'scorer-2-down',
    text: 'The scorer is restarting: patients are not judged.',
    values: { of: '2' },
  };
  const none = 'None of the 12 patients is judged.';
  const unheardIngest = { ingest: { ...heard, heardMs: nowMs - 9000 }, scorer: heard };
  it.each<[string, Partial<JudgingFacts>, string]>([
    [
      'a dead broker, though nothing comes to wait',
      { brokerUnansweredMs: 7000 },
      `The message broker does not answer. ${none}`,
    ],
    ['a dead database', { databaseUnansweredMs: 7000 }, `The database does not answer. ${none}`],
    [
      'a database that a part waits for',
      {
        waiting: [waiting('p1', 9000)],
        reports: { ingest: { ...heard, hindrance: 'database' }, scorer: heard },
      },
      'The database does not answer. 1 of 12 patients is not judged.',
    ],
    [
      'an ingest that is not heard',
      { waiting: [waiting('p1', 9000), waiting('p2', 9000), waiting('p3', 100)], reports: unheardIngest },
      'The signal processing (ingest) does not answer. 2 of 12 patients are not judged.',
    ],
    [
      'a scorer that was never heard',
      {
        patients: 1,
        waiting: [waiting('p1', 9000, 'scorer')],
        reports: { ingest: heard, scorer: undefined },
      },
      'The scorer does not answer. The one patient is not judged.',
    ],
    [
      'a scorer that is heard and judges nothing',
      {
        waiting: [waiting('p1', 20_000, 'scorer')],
        reports: { ingest: heard, scorer: { ...heard, advancedMs: undefined } },
      },
      'The scorer does not finish its work. 1 of 12 patients is not judged.',
    ],
    [
      'one that is behind and catches up',
      { waiting: [waiting('p1', 20_000, 'scorer')] },
      'The scorer is catching up with what was missed. 1 of 12 patients is not judged.',
    ],
    [
      'what the start command knows',
      { databaseUnansweredMs: 7000, knownCause: restarting },
      `The scorer is restarting. ${none}`,
    ],
    [
      'a dead database while nobody sends',
      { databaseUnansweredMs: 7000, patients: 0 },
      'The database does not answer. Nothing that is sent can be judged.',
    ],
  ])('names %s', (_name, facts, text) => {
    expect(judge(facts)?.text).toBe(text);
  });

  it('says in values what its text speaks of', () => {
    const values = (facts: Partial<JudgingFacts>) => judge(facts)?.values;
    const all = { unjudged: '12', patients: '12' };
    expect(values({ brokerUnansweredMs: 7000 })).toEqual({ cause: 'broker', ...all });
    expect(values({ waiting: [waiting('p1', 9000)], reports: unheardIngest })).toEqual({
      cause: 'unheard',
      part: 'ingest',
      unjudged: '1',
      patients: '12',
    });
    expect(values({ databaseUnansweredMs: 7000, knownCause: restarting })).toEqual({
      cause: 'scorer-2-down',
      of: '2',
      ...all,
    });
  });

  it('dates the interruption by the oldest that waits', () => {
    expect(judge({ waiting: [waiting('p1', 9000), waiting('p2', 30_000)] })?.sinceMs).toBe(nowMs - 30_000);
    expect(judge({ databaseUnansweredMs: 7000, waiting: [waiting('p1', 1000)] })?.sinceMs).toBe(nowMs - 7000);
  });
});
