import type { AlarmEvent, DeviceId, PatientId } from '@beatwatch/contracts';
import { encodeWaveforms, type LiveScore, type Snapshot, type Tick } from '@beatwatch/live-protocol';
import { describe, expect, it } from 'vitest';
import { LiveFeed } from './live-feed.ts';

const id = 'p1' as PatientId;
const startUs = 1.7e15;
const serverTimeMs = 1.8e12;

const waveforms = (lead = 'II'): Uint8Array =>
  encodeWaveforms([
    {
      patientId: id,
      lead,
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
  seconds: [],
  alarms: [],
  notices: [],
  ...over,
});
const snapshot = (over: Partial<Snapshot> = {}): Snapshot => ({
  ...tick(),
  patients: [],
  silences: [],
  unjudged: [],
  skippedTicks: 0,
  number: 1,
  ...over,
});
const score = (beat: number, over: Partial<LiveScore> = {}): LiveScore => ({
  patientId: id,
  beatTimeUs: startUs + beat * 750_000,
  anomalyScore: 10,
  threshold: 25,
  anomalous: false,
  ventricular: false,
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
    changeNumber: { active: 1, acknowledged: 2, latched: 2, resolved: 3 }[state],
    raisedTimeUs: startUs,
  }) as AlarmEvent;

function begin(): { feed: LiveFeed; wait: (ms: number) => void } {
  const clock = { ms: 0 };
  const feed = new LiveFeed(() => clock.ms, 7);
  return {
    feed,
    wait: (ms) => {
      clock.ms += ms;
      feed.refresh();
    },
  };
}

describe('LiveFeed', () => {
  it('shows the heart rate of the newest beats after the device’s clock was set back', () => {
    const { feed } = begin();
    const hour = 3600e6;
    feed.applyTick(tick({ scores: [0, 1, 2, 3].map((beat) => score(beat, { rrIntervalMs: 750 })) }));
    const back = [0, 1, 2, 3].map((beat) =>
      score(beat, { beatTimeUs: startUs - hour + beat * 400_000, rrIntervalMs: 400 }),
    );
    feed.applyTick(tick({ scores: back, waveforms: waveforms() }));
    feed.refresh();
    expect(feed.view.patients.get(id)?.heartRateBpm).toBe(150);
  });

  it('shows the heart rate of the last beats and the score of the newest', () => {
    const { feed, wait } = begin();
    feed.applyTick(
      tick({ waveforms: waveforms(), scores: [score(0), score(1), score(2, { anomalyScore: 12 })] }),
    );
    wait(500);
    expect(feed.view.patients.get(id)).toMatchObject({
      status: { kind: 'no-alarm' },
      heartRateBpm: 80,
      anomalyScore: 12,
      threshold: 25,
      anomalousShare: 0,
    });
  });

  it('counts the seconds without data by the ticks that bring none', () => {
    const { feed, wait } = begin();
    feed.applyTick(tick({ waveforms: waveforms(), scores: [score(0)] }));
    for (let waited = 1000; waited <= 42_000; waited += 1000) {
      feed.applyTick(tick({ serverTimeMs: serverTimeMs + waited }));
      wait(1000);
    }
    expect(feed.view.patients.get(id)).toMatchObject({
      status: { kind: 'no-data', seconds: 42 },
      heartRateBpm: undefined,
    });
  });

  it('says that a device is out of range where nothing comes, and that its battery is low where there is no alarm', () => {
    const { feed, wait } = begin();
    const said = {
      patientId: id,
      deviceId: 'd-1' as DeviceId,
      batteryPercent: 9,
      activity: 'walking',
    } as const;
    const device = { ...said, reportedAtMs: serverTimeMs };
    const pulses = [{ patientId: id, timesUs: [startUs, startUs + 8000] }];
    feed.applyTick(tick({ waveforms: waveforms(), scores: [score(0)], devices: [device], pulses }));
    wait(500);
    feed.refresh();
    expect(feed.view.patients.get(id)).toMatchObject({
      status: { kind: 'no-alarm', quiet: { kind: 'battery', percent: 9 } },
      device: { batteryPercent: 9, activity: 'walking' },
    });
    expect(feed.patient(id).pulses.timesUs).toEqual([startUs, startUs + 8000]);
    const absence = { kind: 'out-of-range', sinceMs: serverTimeMs } as const;
    for (let waited = 1000; waited <= 9000; waited += 1000) {
      feed.applyTick(tick({ serverTimeMs: serverTimeMs + waited, devices: [{ ...device, absence }] }));
      wait(1000);
    }
    expect(feed.view.patients.get(id)?.status).toEqual({ kind: 'no-data', seconds: 9, absence });
    feed.applyTick(tick({ serverTimeMs: serverTimeMs + 10_000, waveforms: waveforms(), devices: [device] }));
    feed.refresh();
    expect(feed.view.patients.get(id)?.status.kind).toBe('no-alarm');
  });

  it('shows no figure of a patient who is not being judged, and says since when', () => {
    const { feed, wait } = begin();
    feed.applyTick(tick({ waveforms: waveforms(), scores: [score(0), score(1)] }));
    wait(500);
    expect(feed.view.patients.get(id)?.heartRateBpm).toBe(80);
    const sinceMs = serverTimeMs - 6000;
    feed.applyTick(tick({ waveforms: waveforms(), unjudged: [{ patientId: id, sinceMs }] }));
    wait(500);
    expect(feed.view.patients.get(id)).toMatchObject({
      status: { kind: 'not-judged', sinceMs },
      heartRateBpm: undefined,
      notJudgedSinceMs: sinceMs,
    });
    feed.applyTick(tick({ unjudged: [] }));
    wait(500);
    expect(feed.view.patients.get(id)?.heartRateBpm).toBe(80);
  });

  it('shows nothing as current while no tick comes', () => {
    const { feed, wait } = begin();
    feed.applyTick(tick({ waveforms: waveforms(), scores: [score(0), score(1)] }));
    for (let waited = 0; waited < 3000; waited += 500) wait(500);
    expect(feed.view.monitoring.cutOff).toEqual({ sinceMs: serverTimeMs });
    expect(feed.view.patients.get(id)).toMatchObject({
      status: { kind: 'cut-off' },
      heartRateBpm: undefined,
    });
    feed.applyTick(tick({ scores: [score(2)] }));
    expect(feed.view.patients.get(id)).toMatchObject({ status: { kind: 'no-alarm' }, heartRateBpm: 80 });
  });

  it('blames no patient for what did not reach the page itself', () => {
    const { feed, wait } = begin();
    const kind = (): string | undefined => feed.view.patients.get(id)?.status.kind;
    feed.applyTick(tick({ waveforms: waveforms(), scores: [score(0), score(1)] }));
    // The page's own timers were held up; what has come meanwhile is not read yet.
    wait(30_000);
    expect(kind()).toBe('no-alarm');
    for (let waited = 0; waited < 3000; waited += 500) wait(500);
    expect(kind()).toBe('cut-off');
    expect(feed.view.patients.get(id)?.lastSampleUs).toBe(startUs + 74 * 4000);

    // A gateway that stood still ticks before it reads what has come.
    const afterMs = serverTimeMs + 33_000;
    feed.applyTick(tick({ serverTimeMs: afterMs }));
    expect(kind()).toBe('waiting');
    expect(feed.view.patients.get(id)?.lastSampleUs).toBeUndefined();
    for (let waited = 500; waited <= 5000; waited += 500) {
      feed.applyTick(tick({ serverTimeMs: afterMs + waited }));
      wait(500);
    }
    expect(feed.view.patients.get(id)?.status).toEqual({ kind: 'no-data', seconds: 38 });
  });

  it('takes the time without data from the snapshot', () => {
    const { feed } = begin();
    feed.applySnapshot(snapshot({ patients: [{ patientId: id, seenAtMs: serverTimeMs - 30_000 }] }));
    expect(feed.view.patients.get(id)?.status).toEqual({ kind: 'no-data', seconds: 30 });
  });

  it('follows an alarm from raised to acknowledged to resolved', () => {
    const { feed } = begin();
    feed.applyTick(tick({ waveforms: waveforms(), alarms: [alarm('active')] }));
    expect(feed.view.patients.get(id)?.status.kind).toBe('alarm');
    feed.applyTick(tick({ alarms: [alarm('acknowledged')] }));
    expect(feed.view.patients.get(id)?.status.kind).toBe('acknowledged');
    feed.applyTick(tick({ alarms: [alarm('resolved')] }));
    expect([feed.view.alarms, feed.view.patients.get(id)?.status.kind]).toEqual([[], 'learning']);
  });

  it('shows the technical state in place of the heart rate, and ignores a repeated change', () => {
    const { feed } = begin();
    const leadOff = { ...alarm('active'), alarmId: 'a2', kind: 'lead-off' } as AlarmEvent;
    feed.applyTick(tick({ waveforms: waveforms(), scores: [score(0)], alarms: [leadOff] }));
    expect(feed.view.patients.get(id)).toMatchObject({
      status: { kind: 'technical' },
      heartRateBpm: undefined,
    });
    const seen = { ...leadOff, state: 'acknowledged', changeNumber: 2 } as AlarmEvent;
    feed.applyTick(tick({ alarms: [seen, leadOff] }));
    expect(feed.view.alarms).toEqual([seen]);
  });

  it('keeps a latched alarm', () => {
    const { feed } = begin();
    feed.applyTick(tick({ waveforms: waveforms(), scores: [score(0)], alarms: [alarm('active')] }));
    feed.applyTick(tick({ alarms: [alarm('latched')] }));
    expect(feed.view.patients.get(id)?.status.kind).toBe('latched');
  });

  it('keeps the seconds of poor signal of the displayed lead', () => {
    const { feed } = begin();
    const poor = {
      patientId: id,
      lead: 'II',
      timeUs: startUs,
      endTimeUs: startUs + 1e6,
      qualityIndex: 0,
      faults: [],
    };
    feed.applyTick(tick({ waveforms: waveforms(), seconds: [poor, { ...poor, lead: 'V5', timeUs: 1 }] }));
    expect(feed.patient(id).lead().poorSeconds.all).toEqual([poor]);
  });

  it('shows the chosen lead while it comes, and takes the numbers from it', () => {
    const { feed, wait } = begin();
    feed.chosenLeads = new Map([[id, 'V5']]);
    const rates = [0, 1, 2].flatMap((beat) => [
      score(beat, { lead: 'II' }),
      score(beat, { lead: 'V5', rrIntervalMs: 600 }),
    ]);
    feed.applyTick(tick({ waveforms: waveforms(), scores: rates }));
    feed.refresh();
    expect(feed.view.patients.get(id)).toMatchObject({ lead: 'II', numbersLead: 'II', heartRateBpm: 80 });
    feed.applyTick(tick({ waveforms: waveforms('V5') }));
    feed.refresh();
    const summary = feed.view.patients.get(id);
    expect(summary).toMatchObject({ lead: 'V5', leads: ['II', 'V5'], numbersLead: 'V5', heartRateBpm: 100 });
    wait(6000);
    feed.applyTick(tick({ waveforms: waveforms() }));
    feed.refresh();
    expect(feed.view.patients.get(id)?.lead).toBe('II');
  });

  it('drops alarms that ended while ticks were skipped', () => {
    const { feed } = begin();
    feed.applyTick(tick({ alarms: [alarm('active')] }));
    feed.applySnapshot(snapshot({ skippedTicks: 12 }));
    expect(feed.view.alarms).toEqual([]);
  });

  it('counts a beat once if it is in the snapshot and in a tick', () => {
    const { feed } = begin();
    feed.applySnapshot(snapshot({ scores: [score(0), score(1)] }));
    feed.applyTick(tick({ scores: [score(1), score(2)] }));
    expect(feed.patient(id).scores.map(({ beatTimeUs }) => (beatTimeUs - startUs) / 750_000)).toEqual([
      0, 1, 2,
    ]);
  });

  it('counts the beats of two leads at the same time as two', () => {
    const { feed } = begin();
    feed.applySnapshot(snapshot({ scores: ['II', 'V1'].map((lead) => score(0, { lead })) }));
    feed.applyTick(tick({ scores: ['II', 'V1', 'V5'].map((lead) => score(0, { lead })) }));
    expect(feed.patient(id).scores.map(({ lead }) => lead)).toEqual(['II', 'V1', 'V5']);
  });

  it('shows a patient no longer who has sent nothing for a week, unless with an alarm, and again at once', () => {
    const { feed } = begin();
    const weekMs = 7 * 86_400_000;
    const other = 'p2' as PatientId;
    const drawn = feed.draw(id).patient;
    feed.applySnapshot(
      snapshot({
        patients: [
          { patientId: id, seenAtMs: serverTimeMs - weekMs - 1 },
          { patientId: other, seenAtMs: serverTimeMs - weekMs - 1 },
        ],
        alarms: [{ ...alarm('active'), patientId: other }],
      }),
    );
    expect([...feed.view.patients.keys()]).toEqual([other]);
    feed.applyTick(tick({ waveforms: waveforms() }));
    feed.refresh();
    expect([...feed.view.patients.keys()].toSorted()).toEqual([id, other]);
    expect(feed.patient(id)).toBe(drawn);
  });

  it('remembers few of many ids that have sent something once, and those whose strip is on the page', () => {
    const { feed } = begin();
    const drawn = feed.draw(id);
    const longAgoMs = serverTimeMs - 3_600_000;
    const patients = Array.from({ length: 10_000 }, (_, index) => ({
      patientId: `stray-${index}` as PatientId,
      seenAtMs: longAgoMs,
    }));
    feed.applySnapshot(snapshot({ patients: [{ patientId: id, seenAtMs: longAgoMs }, ...patients] }));
    expect(feed.view.patients.size).toBe(500);
    expect(feed.patient(id)).toBe(drawn.patient);
  });

  it('notifies nobody while nothing changes', () => {
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
