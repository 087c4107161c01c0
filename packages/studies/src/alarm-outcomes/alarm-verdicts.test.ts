import { alarmId, patientId, type AlarmEvent, type AlarmKind } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { epochTimeUs } from '../live-path/lead-run.ts';
import { alarmTruth, type AlarmTruth } from '../reference/alarm-reference.ts';
import { annotationsOf, rateHz } from '../reference/test-annotations.ts';
import { judgeClinicalAlarms, type Verdict } from './alarm-verdicts.ts';

/** Beats so many seconds apart. */
const truthOf = (symbols: string, apartSeconds: number): AlarmTruth =>
  alarmTruth(annotationsOf(symbols), rateHz / apartSeconds, (symbols.length + 1) * apartSeconds);

/** The verdict on an alarm at a second, with the eight seconds before it for evidence. */
function verdictOn(kind: AlarmKind, seconds: number, truth: AlarmTruth): Verdict | undefined {
  const event: AlarmEvent = {
    patientId: patientId('cu99'),
    alarmId: alarmId(patientId('cu99'), kind, epochTimeUs(seconds)),
    changeNumber: 1,
    kind,
    priority: 'high',
    state: 'active',
    timeUs: epochTimeUs(seconds),
    raisedTimeUs: epochTimeUs(seconds),
    evidence: {
      beatTimesUs: [],
      losses: [],
      fromUs: epochTimeUs(seconds - 8),
      toUs: epochTimeUs(seconds),
    },
  };
  const [judged] = judgeClinicalAlarms({ raised: [{ kind, seconds, event }], open: [] }, truth);
  return judged?.verdict;
}

describe('an alarm of fibrillation is', () => {
  it('right within annotated fibrillation and up to 10 s before it', () => {
    const truth = truthOf(`${'N'.repeat(30)}[          ]${'N'.repeat(30)}`, 1);
    expect(verdictOn('ventricular-fibrillation', 35, truth)).toBe('right');
    expect(verdictOn('ventricular-fibrillation', 22, truth)).toBe('right');
    expect(verdictOn('ventricular-fibrillation', 20, truth)).toBe('unchecked');
    expect(verdictOn('ventricular-fibrillation', 55, truth)).toBe('unchecked');
  });

  it('misnamed where the annotated beats are too fast or absent', () => {
    const fast = truthOf('N'.repeat(60), 0.4);
    expect(verdictOn('ventricular-fibrillation', 15, fast)).toBe('misnamed');
    expect(verdictOn('ventricular-fibrillation', 15, truthOf('N'.repeat(60), 0.6))).toBe('unchecked');
    const pause = truthOf(`${'N'.repeat(20)}     ${'N'.repeat(20)}`, 1);
    expect(verdictOn('ventricular-fibrillation', 24, pause)).toBe('misnamed');
  });

  it('refuted where the record tells ventricular beats from others and has none there', () => {
    expect(verdictOn('ventricular-fibrillation', 30, truthOf(`${'N'.repeat(40)}V`, 1))).toBe('refuted');
  });
});

it('refutes a rate that the beats do not have in any record', () => {
  expect(verdictOn('extreme-tachycardia', 20, truthOf('N'.repeat(40), 1))).toBe('refuted');
});

it('leaves technical alarms out', () => {
  expect(verdictOn('poor-signal', 20, truthOf('N'.repeat(40), 1))).toBeUndefined();
});
