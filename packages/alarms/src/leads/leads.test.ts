import type { AlarmEvent } from '@beatwatch/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlarmMonitor } from '../monitor.ts';
import { defaultAlarmSettings } from '../settings.ts';
import type { JudgedBeat, JudgedSecond } from '../state.ts';
import {
  beatAt,
  beatsFrom,
  feed,
  inOrder,
  patient,
  seconds,
  startUs,
  type Observed,
} from '../test-signal.ts';

const inLead = (observed: readonly Observed[], lead: string): Observed[] =>
  observed.map((one) =>
    one.kind === 'beat'
      ? { kind: 'beat', beat: { ...one.beat, lead } }
      : { kind: 'second', second: { ...one.second, lead } },
  );
const endOf = (one: Observed): number => (one.kind === 'beat' ? one.beat : one.second).endTimeUs;

/** Two leads as they come: those of one device, hence together. */
function together(one: readonly Observed[], other: readonly Observed[]): Observed[] {
  return [...inLead(one, 'II'), ...inLead(other, 'V5')]
    .map((observed, order) => ({
      observed,
      order,
      atUs: endOf(observed) + (observed.kind === 'beat' ? 3e5 : 0),
    }))
    .sort((a, b) => a.atUs - b.atUs || a.order - b.order)
    .map(({ observed }) => observed);
}

const alarmsOf = (observed: readonly Observed[]): AlarmEvent[] => feed(new AlarmMonitor(patient), observed);
const shown = (events: readonly AlarmEvent[]): string[] =>
  events.map(({ kind, state }) => `${kind} ${state}`);
const lead = (beats: readonly JudgedBeat[], signal: readonly JudgedSecond[]): Observed[] =>
  inOrder(beats, signal);

const normal = beatsFrom(2, 'N'.repeat(24));
const sick = beatsFrom(2, `NNNNNNN${'V'.repeat(9)}${'N'.repeat(12)}`);
/** Beats at the same times, all of them normal. */
const hidden = sick.map((beat) => ({ ...beat, anomalyScore: 10, anomalous: false, ventricular: false }));

describe('two leads', () => {
  it('that agree on a tachycardia raise it within two seconds of its fifth beat', () => {
    const [first] = alarmsOf(together(lead(sick, seconds(22)), lead(sick, seconds(22))));
    expect(first?.kind).toBe('ventricular-tachycardia');
    expect(first!.timeUs - sick[11]!.timeUs).toBeLessThan(2e6);
  });

  it('are not silenced by a poor signal in one of them', () => {
    const poor = seconds(22, { qualityIndex: 0.1, faults: ['electrode-motion'] });
    for (const observed of [
      together(lead(sick, seconds(22)), lead([], poor)),
      together(lead([], poor), lead(sick, seconds(22))),
    ]) {
      const events = shown(alarmsOf(observed));
      expect(events).toContain('ventricular-tachycardia active');
      expect(events.filter((event) => event.startsWith('poor-signal'))).toEqual([]);
    }
  });

  it('report a poor signal only where neither is usable', () => {
    const bad = seconds(12, { qualityIndex: 0.1 });
    expect(shown(alarmsOf(together(lead([], bad), lead([], bad))))).toEqual(['poor-signal active']);
  });

  it('name the lead that is off, and go on with the other', () => {
    const off = seconds(22, { qualityIndex: 0, faults: ['lead-off'] });
    const events = alarmsOf(together(lead(sick, seconds(22)), lead([], off)));
    expect(events[0]).toMatchObject({ kind: 'lead-off', evidence: { lead: 'V5' } });
    expect(shown(events)).toContain('ventricular-tachycardia active');
  });

  it('show a beating heart as long as one usable lead does', () => {
    const stopping = beatsFrom(2, 'NNNN');
    const kinds = (observed: readonly Observed[]) => alarmsOf(observed).map(({ kind }) => kind);
    expect(kinds(together(lead(stopping, seconds(20)), lead(normal, seconds(20))))).toEqual([]);
    expect(kinds(together(lead(stopping, seconds(20)), lead(stopping, seconds(20))))).toContain('asystole');
    const off = seconds(20, { qualityIndex: 0, faults: ['flat'] });
    expect(kinds(together(lead(stopping, seconds(20)), lead(normal, off)))).toContain('asystole');
  });

  it('show an empty line right after four seconds, the quality of one of them notwithstanding', () => {
    const stopping = [...beatsFrom(2, 'N'.repeat(10)), beatAt(10, 3000)];
    const line = (hiccup: Partial<JudgedSecond>) =>
      seconds(16).map((second, at) => ({
        ...second,
        qrsShare: at > 10 ? 0.1 : 1,
        ...(at === 12 ? hiccup : {}),
      }));
    for (const hiccup of [{}, { qualityIndex: 0, faults: ['flat'] }] as const) {
      const events = alarmsOf(together(lead(stopping, line({})), lead(stopping, line(hiccup))));
      const raised = events.find(({ kind }) => kind === 'asystole');
      expect(raised).toMatchObject({ timeUs: startUs + 15e6 });
    }
  });

  it('tell a beat that only the other one shows', () => {
    const slow = beatsFrom(2, 'N'.repeat(20), { N: 1000 });
    // Every second beat is small in the first lead: alone it shows 30 bpm.
    const halved = slow
      .filter((_, index) => index < 6 || index % 2 === 0)
      .map((beat, index) =>
        index < 5 ? beat : { ...beat, rrIntervalMs: 2000, endTimeUs: beat.timeUs + 2e6 },
      );
    expect(shown(alarmsOf(lead(halved, seconds(22))))).toContain('extreme-bradycardia active');
    expect(shown(alarmsOf(together(lead(halved, seconds(22)), lead(slow, seconds(22)))))).toEqual([]);
  });

  it('decide by the mean of their log odds', () => {
    const probability = (beat: JudgedBeat, V: number): JudgedBeat => ({
      ...beat,
      classProbabilities: { N: 1 - V, S: 0, V, F: 0 },
    });
    const kindsAt = (inOther: number): string[] => {
      const one = sick.map((beat) => probability(beat, beat.ventricular ? 0.9 : 0.01));
      const other = hidden.map((beat, index) => probability(beat, sick[index]!.ventricular ? inOther : 0.01));
      return alarmsOf(together(lead(one, seconds(22)), lead(other, seconds(22)))).map(({ kind }) => kind);
    };
    expect(kindsAt(0.3)).toContain('ventricular-tachycardia');
    expect(kindsAt(0.05)).not.toContain('ventricular-tachycardia');
  });

  it('are not waited for once they are behind by more than the lag, and join again later', () => {
    const stopped = lead(beatsFrom(2, 'NNNN'), seconds(6));
    const back = inOrder(beatsFrom(30, 'N'.repeat(20)), seconds(16, {}, 30));
    const events = alarmsOf(
      together(lead(beatsFrom(2, `${'N'.repeat(50)}VVVVVV`), seconds(46)), [...stopped, ...back]),
    );
    expect(shown(events)).toContain('ventricular-tachycardia active');
  });

  it('give the same alarms and the same state in whatever order they come within the lag, stored at any point', () => {
    const one = lead(sick, seconds(22));
    const other = lead(
      sick.map((beat) => ({ ...beat, timeUs: beat.timeUs + 4e4 })),
      seconds(22, {}, 0.4),
    );
    const expected = new AlarmMonitor(patient);
    const events = feed(expected, together(one, other));
    const skews = fc.array(fc.integer({ min: 0, max: 2_000_000 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(skews, fc.nat(60), (skewsUs, cut) => {
        // Each lead's data stay in order; a packet of one waits for a while behind those of the other.
        const [ones, others] = [inLead(one, 'II'), inLead(other, 'V5')].map((observed, which) => {
          let latestUs = 0;
          return observed.map((item, index) => {
            const skewUs = skewsUs[(2 * index + which) % skewsUs.length]!;
            latestUs = Math.max(latestUs, endOf(item) + (item.kind === 'beat' ? 3e5 : 0) + skewUs / 2);
            return { item, atUs: latestUs };
          });
        });
        const arriving = [...ones!, ...others!].sort((a, b) => a.atUs - b.atUs).map(({ item }) => item);
        const before = new AlarmMonitor(patient);
        const first = feed(before, arriving.slice(0, cut));
        const after = new AlarmMonitor(patient, defaultAlarmSettings, structuredClone(before.state));
        expect([...first, ...feed(after, arriving.slice(cut))]).toEqual(events);
        expect(after.state).toEqual(expected.state);
      }),
      { numRuns: 20 },
    );
    expect(events[0]!.timeUs).toBeGreaterThan(startUs);
  });
});
