import type { AlarmPriority, AlarmState } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { AlarmMonitor } from './monitor.ts';
import { restoreMonitorState } from './upgrade-state.ts';
import {
  initialLeadState,
  initialMonitorState,
  type LeadBeat,
  type MonitorState,
  type OpenAlarm,
} from './state.ts';
import { beatsFrom, feed, inOrder, patient, secondAt, seconds, startUs } from './test-signal.ts';

/** The state as version 2 stored it. */
function asVersion2(state: MonitorState): unknown {
  const { newestUs, seconds, noDataUntilUs, lead = 'II', waiting, beats, open, closed } = state;
  const { queue, ...ofLead } = state.leads[lead] ?? initialLeadState;
  const queued = queue.flatMap((one) => (one.kind === 'beat' ? [one.beat] : []));
  const oldBeats = (some: readonly LeadBeat[]) =>
    some.map(({ anomalyScore, clear, ...beat }) => ({ ...beat, loss: anomalyScore, calm: clear }));
  const oldAlarms = (some: MonitorState['open']) =>
    Object.fromEntries(
      Object.entries(some).map(([kind, { event, ...alarm }]) => {
        const { anomalyScores, ...evidence } = event.evidence;
        return [kind, { ...alarm, event: { ...event, evidence: { ...evidence, losses: anomalyScores } } }];
      }),
    );
  const newest = queued.at(-1);
  return {
    version: 2,
    newestUs,
    lastBeatTimeUs: ofLead.lastBeatTimeUs,
    lastSecondEndUs: ofLead.newestUs,
    ...(state.leads[lead] && { lead }),
    waiting: oldBeats([...waiting.map(({ votes }) => votes[0]!.beat), ...queued]),
    beats: oldBeats(beats.map(({ ventricularLeads: _, ...beat }) => beat)),
    seconds,
    lastPeakUs: newest?.endTimeUs ?? ofLead.lastPeakUs,
    pauseCut: ofLead.pauseCut,
    usableSinceUs: ofLead.usableSinceUs,
    silentUntilUs: noDataUntilUs,
    open: oldAlarms(open),
    closed: oldAlarms(closed),
  };
}

const observed = inOrder(
  [...beatsFrom(1, `AAA${'N'.repeat(12)}`), ...beatsFrom(14, `NVVV${'N'.repeat(14)}`)],
  seconds(28),
);

it('continues from a state of version 2 at any point as if it had not been stored', () => {
  const expected = feed(new AlarmMonitor(patient), observed);
  expect(expected.map(({ state }) => state)).toEqual(['active', 'resolved', 'active', 'resolved']);
  for (let stop = 12; stop <= observed.length; stop += 1) {
    const before = new AlarmMonitor(patient);
    const events = feed(before, observed.slice(0, stop));
    const after = new AlarmMonitor(patient, undefined, asVersion2(before.state));
    expect([...events, ...feed(after, observed.slice(stop))]).toEqual(expected);
  }
});

it('ends an open no-data alarm of version 2 with the next data', () => {
  const before = new AlarmMonitor(patient);
  feed(before, inOrder([], seconds(5)));
  before.noData(startUs + 20e6);
  const after = new AlarmMonitor(patient, undefined, asVersion2(before.state));
  expect(after.second(secondAt(30))).toMatchObject([{ kind: 'no-data', state: 'resolved' }]);
});

it('reads a state that version 2 stored', () => {
  const state = restoreMonitorState({
    version: 2,
    newestUs: 9,
    lastBeatTimeUs: 1,
    lastSecondEndUs: 9,
    lead: 'II',
    waiting: [],
    beats: [
      {
        timeUs: 1,
        endTimeUs: 2,
        rrIntervalMs: 800,
        loss: 7,
        anomalous: false,
        calm: true,
        ventricular: false,
        strength: 0,
      },
    ],
    seconds: [],
    lastPeakUs: 2,
    pauseCut: false,
    usableSinceUs: 0,
    silentUntilUs: 5,
    open: {},
    closed: {},
  });
  expect(state).toMatchObject({ version: 4, newestUs: 9, noDataUntilUs: 5 });
  expect(state.beats).toEqual([
    {
      timeUs: 1,
      endTimeUs: 2,
      rrIntervalMs: 800,
      anomalyScore: 7,
      anomalous: false,
      clear: true,
      ventricular: false,
      strength: 0,
      ventricularLeads: 0,
    },
  ]);
  expect(state.leads['II']).toMatchObject({ newestUs: 9, lastBeatTimeUs: 1, lastPeakUs: 2 });
});

it('gives the open bursts of version 3 low priority, and leaves a run that nobody has seen', () => {
  const monitor = new AlarmMonitor(patient);
  feed(monitor, observed);
  const { closed } = monitor.state;
  const [burst, run] = [closed['anomaly-burst']!, closed['ventricular-run']!];
  const stored = (alarm: OpenAlarm, priority: AlarmPriority, state: AlarmState): OpenAlarm => ({
    ...alarm,
    event: { ...alarm.event, priority, state },
  });
  const state = restoreMonitorState({
    ...monitor.state,
    version: 3,
    open: {
      'anomaly-burst': stored(burst, 'medium', 'active'),
      'ventricular-run': stored(run, 'high', 'latched'),
    },
    closed: { 'ventricular-run': stored(run, 'high', 'resolved') },
  });
  expect(state.open['anomaly-burst']?.event).toMatchObject({ priority: 'low', state: 'active' });
  expect(state.open['ventricular-run']?.event).toMatchObject({ priority: 'high', state: 'latched' });
  expect(state.closed['ventricular-run']?.event).toMatchObject({ priority: 'medium' });
});

it('begins anew from an unknown version', () => {
  expect(restoreMonitorState({ version: 99 })).toBe(initialMonitorState);
  expect(restoreMonitorState(undefined)).toBe(initialMonitorState);
});
