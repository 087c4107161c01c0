import type { AlarmEvent, AlarmProfile, PatientLimits } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { AlarmMonitor } from '../monitor.ts';
import { defaultAlarmSettings } from '../settings.ts';
import { beatsFrom, feed, inOrder, patient, seconds, startUs } from '../test-signal.ts';
import { patientSettings } from './patient-settings.ts';

const profile = (fields: Partial<AlarmProfile>): AlarmProfile => ({
  profileId: 1,
  limits: {},
  latching: {},
  ...fields,
});
const atRate = (bpm: number, count = Math.floor((bpm * 38) / 60)) =>
  beatsFrom(2, 'N'.repeat(count), { N: 60_000 / bpm });
const shown = (events: readonly AlarmEvent[]): string[] =>
  events.map(({ kind, state, priority }) => `${kind} ${state} ${priority}`);

function run(limits: PatientLimits | undefined, bpm: number): string[] {
  const monitor = new AlarmMonitor(patient);
  if (limits !== undefined) monitor.setLimits(limits);
  return shown(feed(monitor, inOrder(atRate(bpm), seconds(40))));
}

const rates = (heartRateLowBpm: number, heartRateHighBpm: number): PatientLimits => ({
  own: { heartRateLowBpm, heartRateHighBpm },
});

describe('limits that people set', () => {
  it('leave everything as it is where there are none', () => {
    expect(patientSettings(defaultAlarmSettings, {})).toEqual({ ...defaultAlarmSettings, latching: {} });
  });

  it('raise for a rate that the usual limits pass, with medium priority, and spare one that they do not', () => {
    expect(run(undefined, 120)).toEqual([]);
    expect(run(rates(50, 110), 120)).toEqual(['extreme-tachycardia active medium']);
    expect(run(undefined, 55)).toEqual([]);
    expect(run(rates(60, 150), 55)).toEqual(['extreme-bradycardia active medium']);
    expect(run(undefined, 150)).toEqual(['extreme-tachycardia active high']);
    expect(run(rates(50, 170), 150)).toEqual([]);
  });

  it('leave the priority high for a rate that the usual limits call extreme', () => {
    expect(run(rates(50, 110), 150)).toEqual(['extreme-tachycardia active high']);
    expect(run(rates(60, 150), 36)).toContain('extreme-bradycardia active high');
    expect(run(rates(50, 170), 190)).toEqual(['extreme-tachycardia active high']);
  });

  it('of the patient hold before those of the ward, limit by limit', () => {
    const ofWard = profile({ limits: { heartRateLowBpm: 50, heartRateHighBpm: 110, pauseMs: 2000 } });
    expect(run({ profile: ofWard }, 120)).toEqual(['extreme-tachycardia active medium']);
    expect(run({ profile: ofWard, ...rates(50, 130) }, 120)).toEqual([]);
    const settings = patientSettings(defaultAlarmSettings, { profile: ofWard, ...rates(50, 130) });
    expect(settings.pause.pauseMs).toBe(2000);
  });

  it('end an open alarm that they would not raise, with the next beats', () => {
    const monitor = new AlarmMonitor(patient);
    const beats = atRate(140, 80);
    const before = feed(monitor, inOrder(beats.slice(0, 40), seconds(18)));
    expect(shown(before)).toEqual(['extreme-tachycardia active high']);
    monitor.setLimits(rates(50, 180));
    const after = feed(monitor, inOrder(beats.slice(40), seconds(14, {}, 18)));
    expect(shown(after)).toEqual(['extreme-tachycardia latched high']);
  });

  it('make shorter pauses and longer runs count', () => {
    const paused = inOrder(beatsFrom(2, 'NNNNNNANNNNN', { N: 800, A: 2400 }), seconds(16));
    const monitor = new AlarmMonitor(patient);
    monitor.setLimits({ own: { pauseMs: 2000 } });
    expect(shown(feed(new AlarmMonitor(patient), paused))).toEqual([]);
    expect(shown(feed(monitor, paused))).toContain('pause active medium');
    const run = inOrder(beatsFrom(2, 'NNNNNVVVNNNNNNNNNNNN', { V: 700 }), seconds(20));
    const longer = new AlarmMonitor(patient);
    longer.setLimits({ own: { ventricularRunBeats: 4 } });
    expect(shown(feed(new AlarmMonitor(patient), run))).toContain('ventricular-run active medium');
    expect(shown(feed(longer, run))).toEqual([]);
  });

  it('stay with the state, when it is stored, and when a clock is set back', () => {
    const monitor = new AlarmMonitor(patient);
    monitor.setLimits(rates(50, 110));
    feed(monitor, inOrder(atRate(75, 5), seconds(8)));
    const restored = new AlarmMonitor(patient, undefined, JSON.parse(JSON.stringify(monitor.state)));
    const earlier = inOrder(
      atRate(120, 44).map((beat) => ({
        ...beat,
        timeUs: beat.timeUs - 1e9,
        endTimeUs: beat.endTimeUs - 1e9,
      })),
      seconds(24).map((one) => ({ ...one, timeUs: one.timeUs - 1e9, endTimeUs: one.endTimeUs - 1e9 })),
    );
    expect(shown(feed(restored, earlier))).toEqual(['extreme-tachycardia active medium']);
  });
});

describe('latching that an administrator set', () => {
  const fibrillating = inOrder(beatsFrom(12.5, 'N'.repeat(14)), [
    ...seconds(12, { fibrillationIndex: 1 }),
    ...seconds(12, {}, 12),
  ]);
  const loose = inOrder([], [...seconds(6, { faults: ['lead-off'], qualityIndex: 0 }), ...seconds(9, {}, 6)]);
  const states = (latching: AlarmProfile['latching'], signal: ReturnType<typeof inOrder>): string[] => {
    const monitor = new AlarmMonitor(patient);
    monitor.setLimits({ profile: profile({ latching }) });
    return feed(monitor, signal).map(({ kind, state }) => `${kind} ${state}`);
  };

  it('has an alarm of high priority end by itself, or a technical one wait for a person', () => {
    expect(states({}, fibrillating)).toEqual([
      'ventricular-fibrillation active',
      'ventricular-fibrillation latched',
    ]);
    expect(states({ 'ventricular-fibrillation': false }, fibrillating)).toEqual([
      'ventricular-fibrillation active',
      'ventricular-fibrillation resolved',
    ]);
    expect(states({}, loose)).toContain('lead-off resolved');
    expect(states({ 'lead-off': true }, loose)).toContain('lead-off latched');
  });

  it('leaves what is latched already to be seen', () => {
    const monitor = new AlarmMonitor(patient);
    const [, latched] = feed(monitor, fibrillating);
    monitor.setLimits({ profile: profile({ latching: { 'ventricular-fibrillation': false } }) });
    feed(monitor, inOrder([], seconds(10, {}, 24)));
    const { alarmId } = latched!;
    const command = {
      action: 'acknowledge',
      patientId: patient,
      actor: 'Nurse K.',
      timeUs: startUs,
    } as const;
    expect(monitor.command({ ...command, alarmId }).map(({ state }) => state)).toEqual(['resolved']);
  });
});
