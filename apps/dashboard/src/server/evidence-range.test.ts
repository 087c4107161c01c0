import type { AlarmEvent } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { evidenceRange } from './evidence-range.ts';

const seconds = (count: number): number => 1.7e15 + count * 1e6;
const raised = (kind: AlarmEvent['kind'], fromSecond: number, toSecond: number): AlarmEvent =>
  ({
    kind,
    state: 'active',
    changeNumber: 1,
    timeUs: seconds(toSecond),
    evidence: { fromUs: seconds(fromSecond), toUs: seconds(toSecond) },
  }) as AlarmEvent;
const ended = (alarm: AlarmEvent, atSecond: number): AlarmEvent[] => [
  alarm,
  { ...alarm, changeNumber: 2, state: 'latched', timeUs: seconds(atSecond) },
];
const rangeOf = (alarm: AlarmEvent, history: readonly AlarmEvent[] = [alarm]) => {
  const { fromUs, toUs } = evidenceRange(alarm, history);
  return [(fromUs - seconds(0)) / 1e6, (toUs - seconds(0)) / 1e6];
};

it('shows 2 s before the evidence and 8 s after it, of a standstill what came before the pause', () => {
  expect(rangeOf(raised('ventricular-run', 100, 104))).toEqual([98, 112]);
  expect(rangeOf(raised('asystole', 100, 104))).toEqual([94, 112]);
});

it('goes on to after the end of the event', () => {
  const fibrillation = raised('ventricular-fibrillation', 100, 104);
  expect(rangeOf(fibrillation, ended(fibrillation, 125))).toEqual([98, 128]);
  expect(rangeOf(fibrillation, ended(fibrillation, 106))).toEqual([98, 112]);
});

it('is at most a minute long, and what decided is in it', () => {
  const rate = raised('extreme-tachycardia', 100, 200);
  expect(rangeOf(rate, ended(rate, 900))).toEqual([148, 208]);
  const run = raised('ventricular-run', 100, 104);
  expect(rangeOf(run, ended(run, 900))).toEqual([98, 158]);
});

it('does not take for the end what a person did', () => {
  const run = raised('ventricular-run', 100, 104);
  const act = {
    ...run,
    changeNumber: 2,
    state: 'resolved',
    timeUs: seconds(120),
    actor: 'Kim',
  } as AlarmEvent;
  expect(rangeOf(run, [run, act])).toEqual([98, 112]);
});
