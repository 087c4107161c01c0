import type { AlarmEvent } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { AlarmMonitor } from './monitor.ts';
import type { JudgedBeat, JudgedSecond } from './state.ts';
import { beatAt, beatsFrom, feed, inOrder, patient, secondAt, seconds, startUs } from './test-signal.ts';

const run = (beats: readonly JudgedBeat[], signal: readonly JudgedSecond[]): AlarmEvent[] =>
  feed(new AlarmMonitor(patient), inOrder(beats, signal));
const shown = (events: readonly AlarmEvent[]): string[] =>
  events.map(({ kind, state, priority }) => `${kind} ${state} ${priority}`);
const acknowledgementOf = (event: AlarmEvent | undefined, second = 0) => ({
  action: 'acknowledge' as const,
  patientId: patient,
  actor: 'Nurse K.',
  timeUs: startUs + second * 1e6,
  alarmId: event!.alarmId,
});
const atSecond = ({ timeUs }: { readonly timeUs: number }): number => (timeUs - startUs) / 1e6;

/** Changes that ventricular beats with these anomaly scores cause among normal ones. */
const statesOf = (kinds: string, scores: readonly number[], rrIntervalMs = 400): string[] =>
  run(
    beatsFrom(2, `NNNNN${kinds}NNNNNNNNNNNNN`, { V: rrIntervalMs }).map((beat, index) =>
      beat.ventricular ? { ...beat, anomalous: false, anomalyScore: scores[index - 5]! } : beat,
    ),
    seconds(18),
  ).map(({ kind, state }) => `${kind} ${state}`);

describe('an anomaly burst', () => {
  it('is raised by three anomalous beats of five, with those beats as evidence, when their seconds are known', () => {
    const beats = beatsFrom(2, 'NNNNNANAAN');
    const [raised, ...more] = run(beats, seconds(12));
    expect(more).toEqual([]);
    expect(raised).toMatchObject({ kind: 'anomaly-burst', state: 'active', changeNumber: 1 });
    expect(raised?.evidence.beatTimesUs).toEqual([5, 7, 8].map((index) => beats[index]!.timeUs));
    expect(raised?.evidence).toMatchObject({ anomalyScores: [60, 60, 60], threshold: 20, lead: 'II' });
    // The last of them ends at 9.2 s, the signal has to stay good for 2 s, and the second in which that is known ends at 12 s.
    expect(atSecond(raised!)).toBe(12);
    expect(raised?.evidence).toMatchObject({ fromUs: startUs + 4e6, toUs: startUs + 12e6 });
  });

  it('is not raised by two of five', () => {
    expect(run(beatsFrom(2, 'ANNANN'.repeat(6)), seconds(30))).toEqual([]);
  });

  it('is not raised by beats that are hardly or, on average, not far beyond the threshold of 20', () => {
    const withScores = (scores: readonly number[]) =>
      beatsFrom(2, 'NNNAAANNNN').map((beat, index) => ({
        ...beat,
        anomalyScore: scores[index - 3] ?? beat.anomalyScore,
      }));
    const statesOf = (scores: readonly number[]) =>
      run(withScores(scores), seconds(13)).map(({ state }) => state);
    expect(statesOf([200, 24, 200])).toEqual([]);
    expect(statesOf([60, 26, 60])).toEqual([]);
    expect(statesOf([66, 26, 66])).toEqual(['active']);
  });

  it('resolves after eight consecutive clear beats, and a score between the two thresholds is not clear', () => {
    const burst = beatsFrom(2, `AAA${'N'.repeat(30)}`);
    const restless = burst.map((beat, index) => (index % 8 === 7 ? { ...beat, anomalyScore: 17 } : beat));
    expect(shown(run(restless, seconds(28)))).toEqual(['anomaly-burst active low']);
    const [, resolved] = run(burst, seconds(28));
    expect(resolved).toMatchObject({ state: 'resolved', changeNumber: 2 });
    expect(atSecond(resolved!)).toBe(13);
  });

  it('is decided on the beats themselves where no seconds come', () => {
    const [raised] = run(beatsFrom(2, 'NNNAAA'), []);
    expect(raised).toMatchObject({ kind: 'anomaly-burst', timeUs: startUs + 2e6 + 6 * 800_000 });
  });

  it('does not count beats on both sides of a gap in the signal', () => {
    const beats = [...beatsFrom(2, 'AA'), ...beatsFrom(20, 'ANNN')];
    expect(run(beats, [...seconds(4), ...seconds(8, {}, 18)])).toEqual([]);
    expect(run(beats, [])).toEqual([]);
  });

  it('that comes back soon opens the same alarm again, acknowledged where it was; later a new one is raised', () => {
    const beats = beatsFrom(2, `AAA${'N'.repeat(9)}AAA${'N'.repeat(250)}AAANN`);
    const observed = inOrder(beats, seconds(220));
    const monitor = new AlarmMonitor(patient);
    const events = observed.flatMap((one) => {
      const changes = feed(monitor, [one]);
      const isFirst = changes[0]?.changeNumber === 1 && changes[0].timeUs < startUs + 9e6;
      return isFirst ? [...changes, ...monitor.command(acknowledgementOf(changes[0]))] : changes;
    });
    expect(events.map(({ state, changeNumber }) => `${state} ${changeNumber}`)).toEqual([
      'active 1',
      'acknowledged 2',
      'resolved 3',
      'acknowledged 4',
      'resolved 5',
      'active 1',
    ]);
    expect(new Set(events.map(({ alarmId }) => alarmId)).size).toBe(2);
  });

  it('that flickers is announced again three minutes after it was acknowledged', () => {
    const beats = beatsFrom(2, `AAA${'N'.repeat(30)}`.repeat(8));
    const observed = inOrder(beats, seconds(212));
    const monitor = new AlarmMonitor(patient);
    const [raised] = feed(monitor, observed.slice(0, 12));
    monitor.command(acknowledgementOf(raised));
    const active = feed(monitor, observed.slice(12)).filter(({ state }) => state === 'active');
    expect(active).toHaveLength(1);
    expect(active[0]!.alarmId).toBe(raised!.alarmId);
    expect(atSecond(active[0]!)).toBeGreaterThanOrEqual(180);
    expect(atSecond(active[0]!)).toBeLessThan(220);
  });
});

describe('a ventricular run', () => {
  it('is raised by three consecutive ventricular beats, and resolves by itself', () => {
    const beats = beatsFrom(2, `NNNNNVVV${'N'.repeat(12)}`);
    const events = run(beats, seconds(18));
    expect(shown(events)).toEqual(['ventricular-run active medium', 'ventricular-run resolved medium']);
    expect(events[0]?.evidence.measure).toBeCloseTo(150, 6);
    expect(events[0]!.timeUs - beats[5]!.timeUs).toBeLessThan(5e6);
  });

  it('is what a slow one is called, however long', () => {
    const slow = beatsFrom(2, `NNNNN${'V'.repeat(9)}${'N'.repeat(12)}`, { V: 900 });
    expect(shown(run(slow, seconds(22)))).toEqual([
      'ventricular-run active medium',
      'ventricular-run resolved medium',
    ]);
  });

  it('needs three strong beats', () => {
    expect(statesOf('VVV', [70, 11, 100])).toEqual(['ventricular-run active', 'ventricular-run resolved']);
    expect(statesOf('VVV', [70, 9, 1000])).toEqual([]);
    expect(statesOf('VVV', [39, 39, 39])).toEqual([]);
    expect(statesOf('VVVV', Array<number>(4).fill(15))).toEqual([]);
  });

  it('is not raised by couplets, nor where the signal under one of its beats is bad', () => {
    const couplets = run(beatsFrom(2, 'NVVNNNNNNVVNNNN'), seconds(14));
    expect(couplets).toEqual([]);
    const signal = seconds(14).map((second, index) =>
      index === 6 ? { ...second, qualityIndex: 0.2 } : second,
    );
    expect(run(beatsFrom(2, 'NNNNNVVVNNNNNN'), signal)).toEqual([]);
  });

  it('explains the burst that its beats make', () => {
    const kinds = run(beatsFrom(2, `NNNNN${'V'.repeat(12)}`, { V: 900 }), seconds(18)).map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual(['ventricular-run']);
  });
});

describe('a ventricular tachycardia', () => {
  it('is five ventricular beats at 100 bpm, weak ones too', () => {
    const weak = Array<number>(5).fill(15);
    expect(statesOf('VVVVV', weak)).toEqual([
      'ventricular-tachycardia active',
      'ventricular-tachycardia latched',
    ]);
    expect(statesOf('VVVVV', weak, 700)).toEqual([]);
  });

  it('latches when it is over, and resolves when acknowledged', () => {
    const monitor = new AlarmMonitor(patient);
    const beats = beatsFrom(2, `NNNNNVVVVV${'N'.repeat(12)}`).map((beat) =>
      beat.ventricular ? { ...beat, anomalyScore: 15 } : beat,
    );
    const events = feed(monitor, inOrder(beats, seconds(18)));
    expect(shown(events)).toEqual([
      'ventricular-tachycardia active high',
      'ventricular-tachycardia latched high',
    ]);
    expect(events[0]?.evidence.measure).toBeCloseTo(150, 6);
    const [resolved] = monitor.command(acknowledgementOf(events[0], 99));
    expect(resolved).toMatchObject({ state: 'resolved', actor: 'Nurse K.', changeNumber: 3 });
    expect(atSecond(resolved!)).toBe(99);
    expect(monitor.command(acknowledgementOf(events[0], 100))).toEqual([]);
  });

  it('becomes active again when it returns while it is latched', () => {
    const beats = beatsFrom(2, `NNVVVVVV${'N'.repeat(60)}VVVVVVN`);
    const changes = run(beats, seconds(62)).filter(({ kind }) => kind === 'ventricular-tachycardia');
    expect(changes.map(({ state, changeNumber }) => `${state} ${changeNumber}`)).toEqual([
      'active 1',
      'latched 2',
      'active 3',
    ]);
  });
});

describe('an extreme rate', () => {
  it('is slow below 40 bpm over five beats, and over from 45 on', () => {
    const beats = [...beatsFrom(2, 'N'.repeat(10)), ...beatsFrom(10, 'N'.repeat(6), { N: 1600 })];
    const after = beatsFrom(19.6, 'N'.repeat(12));
    const events = run([...beats, ...after], seconds(30));
    expect(shown(events)).toEqual(['extreme-bradycardia active high', 'extreme-bradycardia latched high']);
    expect(atSecond(events[0]!)).toBe(17);
    expect(events[0]?.evidence.measure).toBeCloseTo(37.5, 6);
  });

  it('is not called slow where every second between the R peaks is as tall as a beat', () => {
    const beats = [...beatsFrom(2, 'N'.repeat(10)), ...beatsFrom(10, 'N'.repeat(8), { N: 1600 })];
    const raisedAt = (qrsShare: (second: number) => number) =>
      run(
        beats,
        Array.from({ length: 25 }, (_, at) => secondAt(at, { qrsShare: qrsShare(at) })),
      ).length;
    expect(raisedAt(() => 0.9)).toBe(0);
    expect(raisedAt(() => 0.3)).toBe(1);
    // Ectopic beats or noise in some seconds do not hide the empty ones.
    expect(raisedAt((second) => (second % 8 === 4 ? 0.1 : 0.9))).toBe(1);
  });

  it('is not called slow where another usable lead shows the beats; one that cannot be used does not silence it', () => {
    const beats = [...beatsFrom(2, 'N'.repeat(10)), ...beatsFrom(10, 'N'.repeat(8), { N: 1600 })];
    const raisedBeside = (qualityIndex: number) => {
      const other = { lead: 'V', qualityIndex, qrsShare: 0.9 };
      const both = seconds(25, { qrsShare: 0.1 }).flatMap((second) => [second, { ...second, ...other }]);
      return run(beats, both).filter(({ kind }) => kind === 'extreme-bradycardia').length;
    };
    expect(raisedBeside(1)).toBe(0);
    expect(raisedBeside(0.1)).toBe(1);
  });

  it('is not called slow for one long pause', () => {
    const beats = beatsFrom(2, 'NNNNANNNNNNNN', { N: 1200, A: 2900 });
    expect(
      run(
        beats.map((beat) => ({ ...beat, anomalous: false })),
        seconds(20),
      ),
    ).toEqual([]);
  });

  it('is fast above 140 bpm over 13 beats', () => {
    const fast = (count: number) => beatsFrom(2, 'N'.repeat(count), { N: 400 });
    expect(run(fast(11), seconds(14)).filter(({ kind }) => kind === 'extreme-tachycardia')).toEqual([]);
    const [raised] = run(fast(19), seconds(12));
    expect(shown([raised!])).toEqual(['extreme-tachycardia active high']);
    expect(raised?.evidence.measure).toBeCloseTo(150, 6);
    expect(raised?.evidence.beatTimesUs).toHaveLength(12);
  });

  it('is not called fast for T waves that were taken for beats', () => {
    const doubled = beatsFrom(2, 'NANANANANANANANANANANANANA', { N: 240, A: 340 });
    expect(
      run(
        doubled.map((beat) => ({ ...beat, anomalous: false })),
        seconds(12),
      ),
    ).toEqual([]);
  });
});

describe('asystole', () => {
  const before = beatsFrom(2, 'N'.repeat(10));

  it('follows a pause that goes on after it was cut, once a first new R peak would be known; over with the next beats', () => {
    const after = beatsFrom(18, 'NNNNNNN');
    const events = run([...before, beatAt(10, 3000), ...after], seconds(24));
    expect(shown(events)).toEqual([
      'pause active medium',
      'asystole active high',
      'pause resolved medium',
      'asystole latched high',
    ]);
    expect(events.map(atSecond)).toEqual([14, 17, 17, 20]);
    expect(events[1]?.evidence.measure).toBeCloseTo(7, 6);
  });

  it('is raised four seconds after the last R peak where no pause was cut, once that one would be known', () => {
    const [raised] = run(before, seconds(16));
    expect(raised).toMatchObject({ kind: 'asystole', timeUs: startUs + 15e6, evidence: { measure: 5 } });
  });

  it('is not raised by a pause of 3.7 s, after which the first new R peak is known late', () => {
    const after = beatsFrom(13.7, 'NNNNNNNN', { N: 1300 });
    expect(shown(run([...before, beatAt(10, 3000), ...after], seconds(24)))).toEqual([
      'pause active medium',
      'pause resolved medium',
    ]);
  });

  it('is not raised on a flat line, which has no electrode behind it', () => {
    const signal = [...seconds(10), ...seconds(10, { qualityIndex: 0, faults: ['flat'] }, 10)];
    expect(shown(run(before, signal))).toEqual(['lead-off active medium']);
  });

  describe('where the tallest wave of each second is known', () => {
    const line = (shares: readonly number[], fields: Partial<JudgedSecond> = {}) =>
      shares.map((qrsShare, second) => secondAt(second, { ...fields, qrsShare }));
    const beating = Array<number>(10).fill(1);
    const cut = [...before, beatAt(10, 3000)];

    it('is raised by an empty line, two seconds later where it is the only lead', () => {
      const [, raised] = run(cut, line([...beating, 1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]));
      expect(raised).toMatchObject({ kind: 'asystole', timeUs: startUs + 17e6 });
    });

    it('is not raised while waves as tall as a share of a beat are no R peaks', () => {
      expect(shown(run(cut, line([...beating, 1, 0.1, 0.3, 0.1, 0.1, 0.3, 0.1, 0.1, 0.3])))).toEqual([
        'pause active medium',
      ]);
    });

    it('is not raised by one beat after a pause of 3.7 s, which is an R peak only with the next one', () => {
      const events = run(cut, line([...beating, 1, 0.1, 0.1, 1, 0.1, 0.1]));
      expect(events.map(({ kind }) => kind)).not.toContain('asystole');
    });
  });

  it('is raised after ten seconds where the good signal came back without an R peak', () => {
    const signal = [...seconds(10), ...seconds(5, { qualityIndex: 0.1 }, 10), ...seconds(11, {}, 15)];
    const events = run(before, signal).filter(({ kind }) => kind === 'asystole');
    expect(events.map(atSecond)).toEqual([25]);
  });

  it('leaves what may be fibrillation to the rule of fibrillation', () => {
    const signal = [...seconds(11), ...seconds(6, { fibrillationIndex: 0.9 }, 11)];
    expect(shown(run(before, signal))).toEqual(['ventricular-fibrillation active high']);
  });
});

describe('ventricular fibrillation', () => {
  it('is raised by three consecutive seconds at its level, latches, and explains the kinds that it looks like', () => {
    const index = [0, 0.9, 0.5, 0.9, 0.9, 0.9, 0.4, 0.4, 0.6, 0.2, 0.2, 0.2, 0.2, 0.2, 0, 0];
    const signal = index.map((fibrillationIndex, second) => secondAt(second, { fibrillationIndex }));
    const beats = beatsFrom(3.2, `${'V'.repeat(20)}${'N'.repeat(9)}`, { V: 300 });
    const events = run(beats, signal);
    expect(shown(events)).toEqual([
      'ventricular-fibrillation active high',
      'ventricular-fibrillation latched high',
    ]);
    expect(events.map(atSecond)).toEqual([4, 14]);
    expect(events[0]?.evidence.measure).toBeCloseTo(2.3 / 3, 9);
    expect(events[0]?.evidence.beatTimesUs).toEqual([]);
  });

  it('is not suppressed by noise, which it looks like, and does not count seconds without a signal', () => {
    const moving = { qualityIndex: 0.2, faults: ['electrode-motion'], fibrillationIndex: 0.9 } as const;
    const off = { qualityIndex: 0, faults: ['flat'], fibrillationIndex: 0.9 } as const;
    const kindsOf = (signal: readonly JudgedSecond[]) => run([], signal).map(({ kind }) => kind);
    expect(kindsOf(seconds(3, moving))).toEqual(['poor-signal', 'ventricular-fibrillation']);
    expect(kindsOf(seconds(6, off))).toEqual(['lead-off']);
    expect(kindsOf([...seconds(2, moving), secondAt(2, off), secondAt(3, moving)])).toContain(
      'ventricular-fibrillation',
    );
    expect(kindsOf([...seconds(2, moving), ...seconds(2, moving, 4)])).not.toContain(
      'ventricular-fibrillation',
    );
  });
});

describe('technical alarms', () => {
  it('report lost electrodes, and not the poor signal that follows', () => {
    const off = { qualityIndex: 0, faults: ['lead-off'] } as const;
    const events = run([], [...seconds(3), ...seconds(8, off, 3), ...seconds(6, {}, 11)]);
    expect(shown(events)).toEqual(['lead-off active medium', 'lead-off resolved medium']);
    expect(events.map(atSecond)).toEqual([5, 14]);
  });

  it('report a poor signal by three seconds of five, and end after three consecutive good ones', () => {
    const index = [1, 0.2, 1, 0.3, 0.3, 0.55, 0.55, 0.55, 1, 1, 0.55, 1, 1, 1];
    const events = run(
      [],
      index.map((qualityIndex, second) => secondAt(second, { qualityIndex })),
    );
    expect(shown(events)).toEqual(['poor-signal active low', 'poor-signal resolved low']);
    expect(events.map(atSecond)).toEqual([5, 14]);
  });

  it('leave an open clinical alarm as it is, and let no new one be raised', () => {
    const beats = [...beatsFrom(0.5, 'AAA'), ...beatsFrom(12, 'N'.repeat(20))];
    const noisy = beatsFrom(5.2, `VVV${'N'.repeat(7)}`);
    const signal = [...seconds(6), ...seconds(6, { qualityIndex: 0.1 }, 6), ...seconds(18, {}, 12)];
    const events = run(
      [...beats, ...noisy].sort((a, b) => a.timeUs - b.timeUs),
      signal,
    );
    expect(shown(events)).toEqual([
      'anomaly-burst active low',
      'poor-signal active low',
      'poor-signal resolved low',
      'anomaly-burst resolved low',
    ]);
    expect(atSecond(events[3]!)).toBe(23);
  });

  it('leave the beats right after a bad second out, and count those that come later', () => {
    const signal = [...seconds(6), secondAt(6, { qualityIndex: 0.1 }), ...seconds(14, {}, 7)];
    const soon = run([...beatsFrom(0.5, 'N'.repeat(7)), ...beatsFrom(7.2, `AAA${'N'.repeat(14)}`)], signal);
    expect(shown(soon)).toEqual([]);
    const later = run([...beatsFrom(0.5, 'N'.repeat(9)), ...beatsFrom(9.7, `AAA${'N'.repeat(11)}`)], signal);
    expect(shown(later)).toContain('anomaly-burst active low');
  });
});

describe('a lack of data', () => {
  it('is reported once, dated by the end of the data, and ends with new data', () => {
    const monitor = new AlarmMonitor(patient);
    expect(monitor.noData(startUs + 60e6)).toEqual([]);
    feed(monitor, inOrder([], seconds(5)));
    expect(monitor.noData(startUs + 14e6)).toEqual([]);
    const [raised] = monitor.noData(startUs + 44e6);
    expect(raised).toMatchObject({
      kind: 'no-data',
      state: 'active',
      priority: 'medium',
      timeUs: startUs + 15e6,
    });
    expect(monitor.noData(startUs + 55e6)).toEqual([]);
    expect(monitor.second({ ...secondAt(60), late: true })).toEqual([]);
    expect(shown(monitor.second(secondAt(61)))).toEqual(['no-data resolved medium']);
  });

  it('that was acknowledged is announced again after three minutes', () => {
    const monitor = new AlarmMonitor(patient);
    feed(monitor, inOrder([], seconds(5)));
    const [raised] = monitor.noData(startUs + 20e6);
    monitor.command(acknowledgementOf(raised, 20));
    expect(monitor.noData(startUs + 199e6)).toEqual([]);
    expect(shown(monitor.noData(startUs + 201e6))).toEqual(['no-data active medium']);
  });
});

describe('a patient who is gone', () => {
  it('has open alarms ended with the reason, but for a high one that nobody has acknowledged', () => {
    const monitor = new AlarmMonitor(patient);
    const raised = feed(monitor, inOrder([], seconds(12, { fibrillationIndex: 1 })));
    expect(shown(raised)).toEqual(['ventricular-fibrillation active high']);
    monitor.noData(startUs + 60e6);
    const gone = monitor.gone(startUs + 86_400e6);
    expect(gone.map(({ kind, state, reason }) => `${kind} ${state} ${reason!}`)).toEqual([
      'ventricular-fibrillation latched patient-gone',
      'no-data resolved patient-gone',
    ]);
    expect(monitor.gone(startUs + 90_000e6)).toEqual([]);
    expect(monitor.noData(startUs + 90_000e6)).toEqual([]);
    const [seen] = monitor.command(acknowledgementOf(raised[0], 90_001));
    expect(seen).toMatchObject({ state: 'resolved', actor: 'Nurse K.' });
    expect(seen?.reason).toBeUndefined();
  });

  it('has an acknowledged alarm of high priority ended too', () => {
    const monitor = new AlarmMonitor(patient);
    const [raised] = feed(monitor, inOrder([], seconds(12, { fibrillationIndex: 1 })));
    monitor.command(acknowledgementOf(raised, 12));
    expect(shown(monitor.gone(startUs + 86_400e6))).toEqual(['ventricular-fibrillation resolved high']);
  });

  it('that never sent anything changes nothing', () => {
    expect(new AlarmMonitor(patient).gone(startUs)).toEqual([]);
  });
});

describe('an acknowledged alarm', () => {
  it('becomes active again when its condition goes on for three minutes', () => {
    const monitor = new AlarmMonitor(patient);
    const observed = inOrder(beatsFrom(2, 'A'.repeat(280)), seconds(225));
    const [raised] = feed(monitor, observed.slice(0, 20));
    const [acknowledged] = monitor.command(acknowledgementOf(raised, 9));
    expect(acknowledged).toMatchObject({ state: 'acknowledged', changeNumber: 2, actor: 'Nurse K.' });
    expect(monitor.command(acknowledgementOf(raised, 10))).toEqual([]);
    const acknowledgedUs = monitor.state.newestUs;
    const [again, ...more] = feed(monitor, observed.slice(20));
    expect(more).toEqual([]);
    expect(again).toMatchObject({ state: 'active', changeNumber: 3 });
    expect(again).not.toHaveProperty('actor');
    expect(again!.timeUs - acknowledgedUs).toBeGreaterThanOrEqual(180e6);
    expect(again!.timeUs - acknowledgedUs).toBeLessThan(182e6);
  });
});

describe('a device whose clock is set back', () => {
  it('is monitored on the new time axis, and open alarms stay open', () => {
    const monitor = new AlarmMonitor(patient);
    feed(monitor, inOrder(beatsFrom(2, 'AAANNN'), seconds(8)));
    const hourUs = 3_600_000_000;
    const beats = beatsFrom(2, `NNVVV${'N'.repeat(15)}`).map((beat) => ({
      ...beat,
      timeUs: beat.timeUs - hourUs,
      endTimeUs: beat.endTimeUs - hourUs,
    }));
    const signal = seconds(16).map((second) => ({
      ...second,
      timeUs: second.timeUs - hourUs,
      endTimeUs: second.endTimeUs - hourUs,
    }));
    expect(shown(feed(monitor, inOrder(beats, signal)))).toEqual([
      'ventricular-run active medium',
      'ventricular-run resolved medium',
      'anomaly-burst resolved low',
    ]);
  });
});
