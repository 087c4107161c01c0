import { alarmId, patientId } from '@beatwatch/contracts';
import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { decideAlarms } from './decide-alarms.ts';

const patient = patientId('p-1');

/** 80 alarms, half of them false; the signal is right about nine in ten. @param right share of a person's labels */
function examples(right: number, people: readonly string[]) {
  const random = createSeededRandom(9);
  return Array.from({ length: 80 }, (_, index) => {
    const isFalse = index % 2 === 0;
    return {
      isFalse,
      excess: random.next() < 0.9 === isFalse ? -0.1 : 0.5,
      alarm: {
        episodeId: alarmId(patient, 'ventricular-run', index),
        patientId: patient,
        kind: 'ventricular-run' as const,
        raisedTimeUs: index,
        evidence: { beatTimesUs: [index], anomalyScores: [3], fromUs: 0, toUs: 1 },
        labels: people.map((actor) => ({
          actor,
          label: random.next() < right === isFalse ? ('false' as const) : ('true' as const),
          timeUs: index,
        })),
      },
    };
  });
}

describe('decideAlarms', () => {
  it('believes the only person where their labels agree with the signal', () => {
    const all = examples(0.95, ['ann']);
    const { isFalse, reliability } = decideAlarms(all);
    expect(reliability['ann']).toBeGreaterThan(0.85);
    const taken = all.filter(({ alarm }) => isFalse(alarm.episodeId) === true);
    expect(taken.length).toBeGreaterThan(30);
    expect(taken.filter((one) => !one.isFalse).length).toBeLessThan(6);
  });

  it('takes nothing from the only person where half of their labels are wrong', () => {
    const all = examples(0.5, ['bob']);
    const { isFalse, reliability } = decideAlarms(all);
    expect(reliability['bob']).toBe(0.5);
    expect(all.filter(({ alarm }) => isFalse(alarm.episodeId) === true)).toEqual([]);
  });

  it('believes a person about the only alarm of all, whatever the signal says', () => {
    const [, , only] = examples(1, ['ann']);
    const { isFalse } = decideAlarms([{ ...only!, excess: 0.5 }]);
    expect(isFalse(only!.alarm.episodeId)).toBe(true);
  });

  it('lets two careless people not vouch for one another', () => {
    const all = examples(0.5, ['bob', 'rob']);
    const { isFalse } = decideAlarms(all);
    expect(all.filter(({ alarm }) => isFalse(alarm.episodeId) === true)).toEqual([]);
  });
});
