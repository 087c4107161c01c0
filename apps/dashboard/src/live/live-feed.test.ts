import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import { encodeWaveforms, type LiveScore, type Snapshot, type Tick } from '@beatwatch/live-protocol';
import { describe, expect, it } from 'vitest';
import { LiveFeed } from './live-feed.ts';

const id = 'p1' as PatientId;
const startUs = 1.7e15;
const serverTimeMs = 1.8e12;

const waveforms = (): Uint8Array =>
  encodeWaveforms([
    {
      patientId: id,
      lead: 'II',
      firstSampleTimeUs: startUs,
      samplingRateHz: 250,
      microvoltsPerCount: 1,
      samples: new Int16Array(75),
    },
  ]);
const tick = (over: Partial<Tick> = {}): Tick => ({
  number: 1,
  serverTimeMs,
  waveforms: encodeWaveforms([]),
  scores: [],
  alarms: [],
  ...over,
});
const snapshot = (over: Partial<Snapshot> = {}): Snapshot => ({
  ...tick(),
  patients: [],
  skippedTicks: 0,
  ...over,
});
const score = (beat: number, over: Partial<LiveScore> = {}): LiveScore => ({
  patientId: id,
  beatTimeUs: startUs + beat * 750_000,
  loss: 10,
  threshold: 25,
  anomalous: false,
  rrIntervalMs: 750,
  ...over,
});
const alarm = (state: AlarmEvent['state']): AlarmEvent =>
  ({
    alarmId: 'a1',
    patientId: id,
    kind: 'anomaly-burst',
    priority: 'medium',
    state,
    raisedTimeUs: startUs,
  }) as AlarmEvent;

function begin(): { feed: LiveFeed; wait: (ms: number) => void } {
  const clock = { ms: 0 };
  const feed = new LiveFeed(() => clock.ms);
  return {
    feed,
    wait: (ms) => {
      clock.ms += ms;
      feed.refresh();
    },
  };
}

describe('LiveFeed', () => {
  it('shows the heart rate of the last beats and the loss of the newest', () => {
    const { feed, wait } = begin();
    feed.applyTick(tick({ waveforms: waveforms(), scores: [score(0), score(1), score(2, { loss: 12 })] }));
    wait(500);
    expect(feed.view.patients.get(id)).toMatchObject({
      status: { kind: 'normal' },
      heartRateBpm: 80,
      loss: 12,
      threshold: 25,
      anomalousShare: 0,
    });
  });

  it('counts the seconds without data even when the gateway itself is silent', () => {
    const { feed, wait } = begin();
    feed.applyTick(tick({ waveforms: waveforms(), scores: [score(0)] }));
    wait(42_000);
    expect(feed.view.patients.get(id)).toMatchObject({
      status: { kind: 'no-data', seconds: 42 },
      heartRateBpm: undefined,
    });
  });

  it('knows from the snapshot how long a patient has been silent already', () => {
    const { feed } = begin();
    feed.applySnapshot(snapshot({ patients: [{ patientId: id, seenAtMs: serverTimeMs - 30_000 }] }));
    expect(feed.view.patients.get(id)?.status).toEqual({ kind: 'no-data', seconds: 30 });
  });

  it('follows an alarm from raised over acknowledged to over', () => {
    const { feed } = begin();
    feed.applyTick(tick({ waveforms: waveforms(), alarms: [alarm('active')] }));
    expect(feed.view.patients.get(id)?.status.kind).toBe('alarm');
    feed.applyTick(tick({ alarms: [alarm('acknowledged')] }));
    expect(feed.view.patients.get(id)?.status.kind).toBe('acknowledged');
    feed.applyTick(tick({ alarms: [alarm('resolved')] }));
    expect([feed.view.alarms, feed.view.patients.get(id)?.status.kind]).toEqual([[], 'learning']);
  });

  it('drops alarms that ended while ticks were left out', () => {
    const { feed } = begin();
    feed.applyTick(tick({ alarms: [alarm('active')] }));
    feed.applySnapshot(snapshot({ skippedTicks: 12 }));
    expect(feed.view.alarms).toEqual([]);
  });

  it('counts a beat once when it comes in the snapshot and again in a tick', () => {
    const { feed } = begin();
    feed.applySnapshot(snapshot({ scores: [score(0), score(1)] }));
    feed.applyTick(tick({ scores: [score(1), score(2)] }));
    expect(feed.patient(id).scores.map(({ beatTimeUs }) => (beatTimeUs - startUs) / 750_000)).toEqual([
      0, 1, 2,
    ]);
  });

  it('leaves the page alone while nothing changes', () => {
    const { feed, wait } = begin();
    feed.applyTick(tick({ waveforms: waveforms(), scores: [score(0)] }));
    wait(100);
    let calls = 0;
    feed.subscribe(() => {
      calls += 1;
    });
    wait(500);
    wait(500);
    expect(calls).toBe(0);
  });
});
