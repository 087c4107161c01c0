import type { AlarmEvent } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { AlarmMonitor } from '../monitor.ts';
import type { JudgedBeat, JudgedSecond } from '../state.ts';
import { beatAt, beatsFrom, feed, inOrder, patient, secondAt, seconds, startUs } from '../test-signal.ts';

const run = (beats: readonly JudgedBeat[], count: number): AlarmEvent[] =>
  feed(new AlarmMonitor(patient), inOrder(beats, seconds(count)));
const shown = (events: readonly AlarmEvent[]): string[] =>
  events.map(({ kind, state, priority }) => `${kind} ${state} ${priority}`);
const atSecond = ({ timeUs }: AlarmEvent): number => (timeUs - startUs) / 1e6;
const even = { N: 800, V: 800, A: 800 };

describe('bigeminy', () => {
  it('is a ventricular beat after every one, four times, and ends with eight beats of which one at most is ventricular', () => {
    const events = run(beatsFrom(1, `NNN${'NV'.repeat(5)}${'N'.repeat(16)}`, even), 23);
    expect(shown(events)).toEqual(['bigeminy active low', 'bigeminy resolved low']);
    expect(events[0]?.evidence).toMatchObject({ measure: 2 });
    expect(events[0]?.evidence.beatTimesUs).toHaveLength(4);
  });

  it('is told from trigeminy, and neither is raised by three cycles or by another pattern', () => {
    const measures = (kinds: string): (number | undefined)[] =>
      run(beatsFrom(1, `NNN${kinds}NNNN`, even), 20)
        .filter(({ kind }) => kind === 'bigeminy')
        .map(({ evidence }) => evidence.measure);
    expect(measures('NNV'.repeat(4))).toEqual([3]);
    expect(measures('NV'.repeat(3))).toEqual([]);
    expect(measures('NVNNNVNVNNNV')).toEqual([]);
  });
});

describe('frequent ectopy', () => {
  it('is ten ventricular beats a minute, and over at five', () => {
    const often = 'NNNNNNV'.repeat(11);
    const events = run(beatsFrom(1, `${often}${'N'.repeat(100)}`, even), 140);
    expect(shown(events)).toEqual(['frequent-ectopy active low', 'frequent-ectopy resolved low']);
    expect(events[0]?.evidence).toMatchObject({ measure: 10 });
    expect(run(beatsFrom(1, 'NNNNNNNNV'.repeat(14), even), 100)).toEqual([]);
  });
});

describe('a pause', () => {
  it('is an interval of three seconds, and over with five shorter ones', () => {
    const withPause = (ms: number): JudgedBeat[] => [
      ...beatsFrom(1, 'N'.repeat(8)),
      beatAt(7.4, ms),
      ...beatsFrom(7.4 + ms / 1000, 'N'.repeat(12)),
    ];
    expect(run(withPause(2900), 16)).toEqual([]);
    const events = run(withPause(3000), 18);
    expect(shown(events)).toEqual(['pause active medium', 'pause resolved medium']);
    expect(events[0]?.evidence.measure).toBe(3);
    expect(events.map(atSecond)).toEqual([11, 15]);
  });

  it('hides no beat that the detector passed over', () => {
    const beats = [...beatsFrom(1, 'N'.repeat(8)), beatAt(7.4, 3200), ...beatsFrom(10.6, 'N'.repeat(12))];
    const eventsWith = (qrsShare: number) =>
      feed(
        new AlarmMonitor(patient),
        inOrder(
          beats,
          Array.from({ length: 18 }, (_, at) => secondAt(at, { qrsShare: at === 8 ? qrsShare : 0.05 })),
        ),
      );
    expect(eventsWith(0.3)).toHaveLength(2);
    expect(eventsWith(0.8)).toEqual([]);
  });
});

describe('atrial fibrillation', () => {
  const told = (count: number, from: number, atrialLogOdds: number): JudgedBeat[] =>
    beatsFrom(from, 'N'.repeat(count)).map((beat) => ({ ...beat, atrialLogOdds }));

  it('begins and ends once the log odds have agreed for 20 s, with the burden', () => {
    const beats = [...told(50, 1, -2), ...told(50, 41, 3), ...told(60, 81, -1)];
    const events = run(beats, 128);
    expect(shown(events)).toEqual(['atrial-fibrillation active low', 'atrial-fibrillation resolved low']);
    const [begun, ended] = events;
    expect(atSecond(begun!)).toBe(63);
    expect(atSecond(ended!)).toBe(103);
    expect(begun!.evidence.measure).toBe(0);
    expect(ended!.evidence.measure).toBeCloseTo(0.4, 1);
  });

  it('does not begin with some seconds of it', () => {
    expect(run([...told(20, 1, -2), ...told(20, 17, 3), ...told(20, 33, -2)], 48)).toEqual([]);
  });
});

describe('a ventricular tachycardia by its rhythm', () => {
  const told = (logOdds: readonly number[], fields: Partial<JudgedSecond> = {}): JudgedSecond[] =>
    logOdds.map((ventricularLogOdds, second) => ({ ...secondAt(second, fields), ventricularLogOdds }));
  const alarms = (beats: readonly JudgedBeat[], signal: readonly JudgedSecond[]): AlarmEvent[] =>
    feed(new AlarmMonitor(patient), inOrder(beats, signal)).filter(
      ({ kind }) => kind === 'ventricular-tachycardia',
    );
  const quiet = Array<number>(10).fill(-4);
  const normal = beatsFrom(1, 'N'.repeat(36));

  it('begins with a second, and ends after five without and eight beats without a pair', () => {
    const events = alarms(normal, told([...quiet, -1, 1, -1, 1, ...quiet]));
    expect(shown(events)).toEqual([
      'ventricular-tachycardia active high',
      'ventricular-tachycardia latched high',
    ]);
    expect(events.map(atSecond)).toEqual([12, 19]);
    expect(events[0]?.evidence.measure).toBeCloseTo(75, 6);
  });

  it('does not begin where no lead shows five beats or a signal that may be one', () => {
    const impossible = told([...quiet, 3, 3, 3]).map((second) => ({ ...second, ventricularPossible: false }));
    expect(alarms(normal, impossible)).toEqual([]);
  });

  it('weighs a poor signal itself', () => {
    const poor = { qualityIndex: 0.2, faults: ['electrode-motion'] } as const;
    expect(shown(alarms([], told([...quiet, 3, 3], poor)))).toEqual(['ventricular-tachycardia active high']);
  });

  it('contradicts the classes of single beats', () => {
    const beats = beatsFrom(1, `NNNN${'V'.repeat(8)}NNNNNNNNNNN`);
    expect(alarms(beats, told(Array<number>(16).fill(-1)))).not.toEqual([]);
    expect(alarms(beats, told(Array<number>(16).fill(-3)))).toEqual([]);
  });
});
