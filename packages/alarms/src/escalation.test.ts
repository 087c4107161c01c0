import type { AlarmEvent } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { AlarmMonitor } from './monitor.ts';
import { defaultAlarmSettings } from './settings.ts';
import { feed, inOrder, patient, seconds, startUs } from './test-signal.ts';

const settings = { ...defaultAlarmSettings, escalation: { highMs: 60_000, mediumMs: 180_000 } };
const begin = (state?: unknown): AlarmMonitor => new AlarmMonitor(patient, settings, state);
const fibrillating = (from: number, count: number) =>
  inOrder([], seconds(count, { fibrillationIndex: 0.9 }, from));
const steady = (from: number, count: number) => inOrder([], seconds(count, {}, from));
const ofFibrillation = (events: readonly AlarmEvent[]): AlarmEvent[] =>
  events.filter(({ kind }) => kind === 'ventricular-fibrillation');
const leadOff = (from: number, count: number) =>
  inOrder([], seconds(count, { faults: ['lead-off'], qualityIndex: 0 }, from));
const atSecond = (us: number): number => (us - startUs) / 1e6;
const shown = (events: readonly AlarmEvent[]): string[] =>
  events.map(
    ({ kind, state, escalated, timeUs }) =>
      `${atSecond(timeUs)} ${kind} ${state}${escalated ? ', escalated' : ''}`,
  );
const acknowledge = (monitor: AlarmMonitor, { alarmId }: AlarmEvent, second: number) =>
  monitor.command({
    action: 'acknowledge',
    patientId: patient,
    actor: 'Kim',
    timeUs: startUs + second * 1e6,
    alarmId,
  });

describe('an alarm that nobody takes', () => {
  it('is escalated after 60 s of high priority, once, and keeps it until a person takes it', () => {
    const monitor = begin();
    const events = feed(monitor, fibrillating(0, 100));
    expect(shown(events)).toEqual([
      '3 ventricular-fibrillation active',
      '63 ventricular-fibrillation active, escalated',
    ]);
    expect(events.map(({ changeNumber }) => changeNumber)).toEqual([1, 2]);
    expect(events[1]?.evidence).toEqual(events[0]?.evidence);
    expect(shown(ofFibrillation(feed(monitor, steady(100, 10))))).toEqual([
      '105 ventricular-fibrillation latched, escalated',
    ]);
    expect(acknowledge(monitor, events[0]!, 120)[0]?.escalated).toBeUndefined();
  });

  it('is escalated after 180 s of medium priority, and never of low', () => {
    const events = feed(begin(), leadOff(0, 200));
    expect(shown(events)).toEqual(['2 lead-off active', '182 lead-off active, escalated']);
    const poor = inOrder([], seconds(400, { qualityIndex: 0.1 }));
    expect(shown(feed(begin(), poor))).toEqual(['3 poor-signal active']);
  });

  it('is escalated though it is over, and though it comes and goes meanwhile', () => {
    const short = feed(begin(), [...fibrillating(0, 5), ...steady(5, 70)]);
    expect(shown(ofFibrillation(short))).toEqual([
      '3 ventricular-fibrillation active',
      '10 ventricular-fibrillation latched',
      '63 ventricular-fibrillation latched, escalated',
    ]);
    const again = [...fibrillating(0, 5), ...steady(5, 35), ...fibrillating(40, 30)];
    expect(shown(ofFibrillation(feed(begin(), again))).at(-1)).toBe(
      '63 ventricular-fibrillation active, escalated',
    );
  });

  it('is not escalated once a person has taken it; announced again, it has the whole time anew', () => {
    const monitor = begin();
    const [raised] = feed(monitor, fibrillating(0, 30));
    acknowledge(monitor, raised!, 30);
    expect(shown(feed(monitor, fibrillating(30, 300)))).toEqual([
      '210 ventricular-fibrillation active',
      '270 ventricular-fibrillation active, escalated',
    ]);
  });

  it('is escalated while no data come, dated by when it was due, and so whenever that is noticed', () => {
    const escalatedBy = (noticedSecond: number): string[] => {
      const monitor = begin();
      feed(monitor, fibrillating(0, 10));
      return shown(monitor.noData(startUs + noticedSecond * 1e6));
    };
    const due = '63 ventricular-fibrillation active, escalated';
    expect(escalatedBy(64)).toEqual(['20 no-data active', due]);
    expect(escalatedBy(90)).toEqual(['20 no-data active', due]);
  });

  it('is escalated at the same time though its state was stored in between', () => {
    let monitor = begin();
    const events = fibrillating(0, 80).flatMap((one) => {
      const found = feed(monitor, [one]);
      monitor = begin(JSON.parse(JSON.stringify(monitor.state)));
      return found;
    });
    expect(shown(events).at(-1)).toBe('63 ventricular-fibrillation active, escalated');
  });

  it('stays as it is where no time is set', () => {
    expect(feed(new AlarmMonitor(patient), fibrillating(0, 100))).toHaveLength(1);
  });
});
