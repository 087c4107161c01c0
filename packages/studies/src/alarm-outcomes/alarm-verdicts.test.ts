import {
  alarmId,
  patientId,
  type AlarmEvent,
  type AlarmKind,
  type AlarmPriority,
} from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { epochTimeUs } from '../live-path/lead-run.ts';
import { alarmReference, type AlarmReference } from '../reference/alarm-reference.ts';
import { annotationsOf, rateHz } from '../reference/test-annotations.ts';
import { judgeClinicalAlarms, type Verdict } from './alarm-verdicts.ts';

/** Reference annotations with beats at equal distances. */
const referenceOf = (symbols: string, apartSeconds: number): AlarmReference =>
  alarmReference(annotationsOf(symbols), rateHz / apartSeconds, (symbols.length + 1) * apartSeconds);

const priorityOf: Partial<Record<AlarmKind, AlarmPriority>> = {
  'ventricular-run': 'medium',
  bigeminy: 'low',
};

/** The verdict on an alarm whose evidence is the eight seconds before it. */
function verdictOn(kind: AlarmKind, seconds: number, reference: AlarmReference): Verdict | undefined {
  const event: AlarmEvent = {
    patientId: patientId('cu99'),
    alarmId: alarmId(patientId('cu99'), kind, epochTimeUs(seconds)),
    changeNumber: 1,
    kind,
    priority: priorityOf[kind] ?? 'high',
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
  const [judged] = judgeClinicalAlarms(
    { raised: [{ kind, priority: event.priority, seconds, event }], open: [], latched: [] },
    reference,
  );
  return judged?.verdict;
}

describe('an alarm of fibrillation is', () => {
  it('right within annotated fibrillation and up to 10 s before it', () => {
    const reference = referenceOf(`${'N'.repeat(30)}[          ]${'N'.repeat(30)}`, 1);
    expect(verdictOn('ventricular-fibrillation', 35, reference)).toBe('right');
    expect(verdictOn('ventricular-fibrillation', 22, reference)).toBe('right');
    expect(verdictOn('ventricular-fibrillation', 20, reference)).toBe('refuted');
    expect(verdictOn('ventricular-fibrillation', 55, reference)).toBe('refuted');
  });

  it('misnamed if the annotated beats are too fast or absent', () => {
    const fast = referenceOf('N'.repeat(60), 0.4);
    expect(verdictOn('ventricular-fibrillation', 15, fast)).toBe('misnamed');
    expect(verdictOn('ventricular-fibrillation', 15, referenceOf('N'.repeat(60), 0.6))).toBe('refuted');
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

it('leaves a claim about classes of beats unchecked where every beat is annotated as normal', () => {
  const normal = referenceOf('N'.repeat(40), 0.6);
  expect(verdictOn('ventricular-run', 20, normal)).toBe('unchecked');
  expect(verdictOn('ventricular-tachycardia', 20, referenceOf(`${'N'.repeat(40)}V`, 0.6))).toBe('refuted');
});

it('judges an alarm that is less urgent than what is annotated as misnamed, and a more urgent one as false', () => {
  const run = referenceOf(`${'N'.repeat(20)}VVV${'N'.repeat(20)}`, 1);
  expect(verdictOn('bigeminy', 24, run)).toBe('misnamed');
  expect(verdictOn('ventricular-run', 24, run)).toBe('right');
  expect(verdictOn('ventricular-tachycardia', 24, run)).toBe('refuted');
});

it('ignores technical alarms', () => {
  expect(verdictOn('poor-signal', 20, referenceOf('N'.repeat(40), 1))).toBeUndefined();
});
