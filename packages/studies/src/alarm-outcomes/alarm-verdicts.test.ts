import { alarmId, patientId, type AlarmEvent, type AlarmKind } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { epochTimeUs } from '../live-path/lead-run.ts';
import { alarmReference, type AlarmReference } from '../reference/alarm-reference.ts';
import { annotationsOf, rateHz } from '../reference/test-annotations.ts';
import { judgeClinicalAlarms, type Verdict } from './alarm-verdicts.ts';

/** Reference annotations with beats at equal distances. */
const referenceOf = (symbols: string, apartSeconds: number): AlarmReference =>
  alarmReference(annotationsOf(symbols), rateHz / apartSeconds, (symbols.length + 1) * apartSeconds);

/** The verdict on an alarm whose evidence is the eight seconds before it. */
function verdictOn(kind: AlarmKind, seconds: number, reference: AlarmReference): Verdict | undefined {
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
      anomalyScores: [],
      fromUs: epochTimeUs(seconds - 8),
      toUs: epochTimeUs(seconds),
    },
  };
  const [judged] = judgeClinicalAlarms({ raised: [{ kind, seconds, event }], open: [] }, reference);
  return judged?.verdict;
}

describe('an alarm of fibrillation is', () => {
  it('right within annotated fibrillation and up to 10 s before it', () => {
    const reference = referenceOf(`${'N'.repeat(30)}[          ]${'N'.repeat(30)}`, 1);
    expect(verdictOn('ventricular-fibrillation', 35, reference)).toBe('right');
    expect(verdictOn('ventricular-fibrillation', 22, reference)).toBe('right');
    expect(verdictOn('ventricular-fibrillation', 20, reference)).toBe('unchecked');
    expect(verdictOn('ventricular-fibrillation', 55, reference)).toBe('unchecked');
  });

  it('misnamed if the annotated beats are too fast or absent', () => {
    const fast = referenceOf('N'.repeat(60), 0.4);
    expect(verdictOn('ventricular-fibrillation', 15, fast)).toBe('misnamed');
    expect(verdictOn('ventricular-fibrillation', 15, referenceOf('N'.repeat(60), 0.6))).toBe('unchecked');
    const pause = referenceOf(`${'N'.repeat(20)}     ${'N'.repeat(20)}`, 1);
    expect(verdictOn('ventricular-fibrillation', 24, pause)).toBe('misnamed');
  });

  it('refuted if the record annotates ventricular beats and has none there', () => {
    expect(verdictOn('ventricular-fibrillation', 30, referenceOf(`${'N'.repeat(40)}V`, 1))).toBe('refuted');
  });
});

it('refutes a rate that the annotated beats do not have, in any record', () => {
  expect(verdictOn('extreme-tachycardia', 20, referenceOf('N'.repeat(40), 1))).toBe('refuted');
});

it('ignores technical alarms', () => {
  expect(verdictOn('poor-signal', 20, referenceOf('N'.repeat(40), 1))).toBeUndefined();
});
