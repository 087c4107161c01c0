import { patientId, type AlarmCommand, type AlarmEvent } from '@beatwatch/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultAlarmSettings, PatientMonitor, type ScoredBeat } from './monitor.ts';

const patient = patientId('p-1');
const startUs = 1_700_000_000_000_000;
const beatsOf = (losses: readonly number[]): ScoredBeat[] =>
  losses.map((loss, index) => ({
    loss,
    timeUs: startUs + index * 800_000,
    endTimeUs: startUs + (index + 1) * 800_000,
  }));
const calm = (count: number): number[] => Array.from({ length: count }, (_, index) => 20 + (index % 3));
const wild = (count: number): number[] => Array<number>(count).fill(90);

function eventsOf(monitor: PatientMonitor, losses: readonly number[]): AlarmEvent[] {
  return beatsOf(losses).flatMap((beat) => monitor.judge(beat).events);
}

describe('PatientMonitor', () => {
  it('raises nothing and gives no threshold while it learns', () => {
    const monitor = new PatientMonitor(patient);
    const judgements = beatsOf([...calm(20), ...wild(5), ...calm(15)]).map((beat) => monitor.judge(beat));
    expect(judgements.every(({ threshold, events }) => threshold === undefined && events.length === 0)).toBe(
      true,
    );
    expect(monitor.state.threshold!.raise).toBeGreaterThan(22);
    expect(monitor.state.threshold!.raise).toBeLessThan(90);
  });

  it('raises at the third anomalous beat of five and shows those beats as evidence', () => {
    const monitor = new PatientMonitor(patient);
    const [raised, ...more] = eventsOf(monitor, [...calm(40), 90, 21, 90, 90]);
    expect(more).toEqual([]);
    expect(raised?.state).toBe('active');
    expect(raised?.evidence.losses).toEqual([90, 90, 90]);
    expect(raised?.evidence.beatTimesUs).toEqual([40, 42, 43].map((index) => startUs + index * 800_000));
    expect(raised?.timeUs).toBe(startUs + 44 * 800_000);
  });

  it('stays silent at two of five', () => {
    expect(eventsOf(new PatientMonitor(patient), [...calm(40), 90, 21, 21, 21, 90, 21, 21, 21, 90])).toEqual(
      [],
    );
  });

  it('resolves after eight calm beats in a row, not after seven and another anomaly', () => {
    const monitor = new PatientMonitor(patient);
    const events = eventsOf(monitor, [...calm(40), ...wild(3), ...calm(7), 90, ...calm(7)]);
    expect(events.map(({ state }) => state)).toEqual(['active']);
    const later = beatsOf([...calm(40), ...wild(3), ...calm(7), 90, ...calm(8)]).at(-1);
    expect(monitor.judge(later!).events.map(({ state }) => state)).toEqual(['resolved']);
  });

  it('does not count a loss between the clearing level and the threshold as calm', () => {
    const monitor = new PatientMonitor(patient);
    eventsOf(monitor, calm(40));
    const { raise, clear } = monitor.state.threshold!;
    const between = (raise + clear) / 2;
    const events = beatsOf([...calm(40), ...wild(3), ...Array<number>(30).fill(between)])
      .slice(40)
      .flatMap((beat) => monitor.judge(beat).events);
    expect(events.map(({ state }) => state)).toEqual(['active']);
  });

  it('judges a late or repeated beat and changes nothing by it', () => {
    const monitor = new PatientMonitor(patient);
    eventsOf(monitor, [...calm(40), 90, 90]);
    const before = monitor.state;
    const late = { loss: 90, timeUs: startUs + 5, endTimeUs: startUs + 800_000 };
    expect(monitor.judge(late)).toMatchObject({ anomalous: true, events: [] });
    expect(monitor.state).toBe(before);
  });

  it('acknowledges an active alarm once, by name', () => {
    const monitor = new PatientMonitor(patient);
    const [raised] = eventsOf(monitor, [...calm(40), ...wild(3)]);
    const command: AlarmCommand = {
      alarmId: raised!.alarmId,
      patientId: patient,
      action: 'acknowledge',
      actor: 'nurse',
      timeUs: startUs + 50 * 800_000,
    };
    expect(monitor.command(command)).toMatchObject({ state: 'acknowledged', actor: 'nurse' });
    expect(monitor.command(command)).toBeUndefined();
  });

  it('goes on after a restart at any beat, with any repeats, as if nothing had happened', () => {
    const loss = fc.oneof(
      fc.double({ min: 15, max: 25, noNaN: true }),
      fc.double({ min: 60, max: 99, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.array(loss, { minLength: 60, maxLength: 120 }),
        fc.nat(59),
        fc.nat(10),
        (losses, cut, repeat) => {
          const beats = beatsOf(losses);
          const whole = new PatientMonitor(patient);
          const expected = beats.flatMap((beat) => whole.judge(beat).events);
          const first = new PatientMonitor(patient);
          const before = beats.slice(0, cut).flatMap((beat) => first.judge(beat).events);
          const second = new PatientMonitor(patient, defaultAlarmSettings, structuredClone(first.state));
          const after = beats.slice(Math.max(0, cut - repeat)).flatMap((beat) => second.judge(beat).events);
          expect([...before, ...after]).toEqual(expected);
        },
      ),
    );
  });
});
