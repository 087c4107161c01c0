import { AlarmMonitor, defaultAlarmSettings } from '@beatwatch/alarms';
import { patientId, type AlarmEvent, type PatientId } from '@beatwatch/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { NoDataTimer, type TimedMonitor, type TimedMonitors } from './no-data.ts';

const patient = patientId('p-1');
const startUs = 1_700_000_000_000_000;

/** An alarm monitor, held as the stream processor holds a patient monitor. */
class Held implements TimedMonitor {
  readonly monitor: AlarmMonitor;
  constructor(monitor: AlarmMonitor) {
    this.monitor = monitor;
  }
  get state() {
    return { monitor: this.monitor.state };
  }
  noData(nowUs: number): AlarmEvent[] {
    return this.monitor.noData(nowUs);
  }
  gone(nowUs: number): AlarmEvent[] {
    return this.monitor.gone(nowUs);
  }
}

let changed: PatientId[];
const monitorsOf = (held: Held): TimedMonitors<Held> => ({
  entries: () => [[patient, held]],
  stateToChange(id) {
    changed.push(id);
    return held;
  },
  beginAnew: (id) => {
    changed.push(id);
  },
});

beforeEach(() => {
  changed = [];
});

function monitored(seconds: number): Held {
  const monitor = new AlarmMonitor(patient);
  for (let second = 0; second < seconds; second += 1) {
    monitor.second({
      lead: 'II',
      timeUs: startUs + second * 1e6,
      endTimeUs: startUs + (second + 1) * 1e6,
      qualityIndex: 1,
      faults: [],
      fibrillationIndex: 0,
    });
  }
  return new Held(monitor);
}

const timer = (): NoDataTimer => new NoDataTimer({ afterMs: 10_000, goneAfterMs: 86_400_000, tickMs: 1000 });

describe('NoDataTimer', () => {
  it('reports ten seconds without data, on the patient’s time axis, once', () => {
    const noData = timer();
    const held = monitored(3);
    const monitors = monitorsOf(held);
    noData.dataReceived(held);
    const events = Array.from({ length: 30 }, () => noData.tick(monitors, 1000));
    expect(events.map((some) => some.length)).toEqual([
      ...Array<number>(9).fill(0),
      1,
      ...Array<number>(20).fill(0),
    ]);
    expect(events[9]).toMatchObject([{ kind: 'no-data', state: 'active', timeUs: startUs + 13e6 }]);
    expect(changed).toEqual([patient]);
  });

  it('is not misled by a delayed tick, behind which data may wait', () => {
    const noData = timer();
    const held = monitored(3);
    const monitors = monitorsOf(held);
    noData.dataReceived(held);
    expect(noData.tick(monitors, 60_000)).toEqual([]);
    noData.dataReceived(held);
    expect(Array.from({ length: 9 }, () => noData.tick(monitors, 1000)).flat()).toEqual([]);
  });

  it('waits anew after a restart, and then raises the same alarm', () => {
    const before = timer();
    const held = monitored(3);
    before.dataReceived(held);
    for (let tick = 0; tick < 9; tick += 1) before.tick(monitorsOf(held), 1000);
    const after = timer();
    const events = Array.from({ length: 12 }, () => after.tick(monitorsOf(held), 1000)).flat();
    expect(events).toMatchObject([{ kind: 'no-data', changeNumber: 1, timeUs: startUs + 13e6 }]);
  });

  it('lets an alarm that was checkpointed take effect once more after a restart', () => {
    const held = monitored(3);
    const [raised] = held.noData(startUs + 20e6);
    const after = timer();
    expect(Array.from({ length: 12 }, () => after.tick(monitorsOf(held), 1000)).flat()).toEqual([raised]);
    expect(changed).toEqual([]);
  });

  it('lets it take effect before the data that end it, where these come first after a restart', () => {
    const held = monitored(3);
    const [raised] = held.noData(startUs + 20e6);
    const after = timer();
    expect(after.dataReceived(held)).toEqual([raised]);
    expect(after.dataReceived(held)).toEqual([]);
    expect(after.tick(monitorsOf(held), 1000)).toEqual([]);
  });

  it('counts anew for a patient whose partition went elsewhere and came back', () => {
    const noData = timer();
    const before = monitored(3);
    noData.dataReceived(before);
    for (let tick = 0; tick < 9; tick += 1) noData.tick(monitorsOf(before), 1000);
    const back = monitored(12);
    expect(Array.from({ length: 10 }, () => noData.tick(monitorsOf(back), 1000)).flat()).toEqual([]);
    expect(noData.tick(monitorsOf(back), 1000)).toMatchObject([{ kind: 'no-data', timeUs: startUs + 22e6 }]);
  });

  it('goes on with the others where one patient’s state cannot be used, which begins anew', () => {
    const noData = timer();
    const broken = { state: {}, noData: () => [] } as unknown as Held;
    const held = monitored(3);
    noData.dataReceived(held);
    const other = patientId('p-2');
    const begunAnew: PatientId[] = [];
    const monitors: TimedMonitors<Held> = {
      entries: () => [
        [other, broken],
        [patient, held],
      ],
      stateToChange: () => held,
      beginAnew: (id) => {
        begunAnew.push(id);
      },
    };
    const events = Array.from({ length: 12 }, () => noData.tick(monitors, 1000)).flat();
    expect(events.map(({ patientId: id, kind }) => [id, kind])).toEqual([[patient, 'no-data']]);
    expect(new Set(begunAnew)).toEqual(new Set([other]));
  });

  it('blames no patient while ingest is behind, and gives the data time to come afterwards', () => {
    const noData = timer();
    const held = monitored(3);
    const monitors = monitorsOf(held);
    noData.dataReceived(held);
    const ticks = (count: number, isBehind: boolean) =>
      Array.from({ length: count }, () => noData.tick(monitors, 1000, isBehind)).flat();
    expect(ticks(7, false)).toEqual([]);
    expect(noData.takeSomeoneIdle()).toBe(true);
    expect(ticks(40, true)).toEqual([]);
    expect(ticks(4, false)).toEqual([]);
    expect(ticks(1, false)).toMatchObject([{ kind: 'no-data', state: 'active' }]);
  });

  it('raises the alarm after a minute though ingest is behind: staff has to look', () => {
    const noData = timer();
    const held = monitored(3);
    noData.dataReceived(held);
    const events = Array.from({ length: 80 }, () => noData.tick(monitorsOf(held), 1000, true));
    expect(events.findIndex((some) => some.length > 0) + 1).toBe(70);
    expect(events.flat().length).toBe(1);
  });

  it('asks whether ingest keeps up only while a patient without data has no open alarm', () => {
    const noData = timer();
    const held = monitored(3);
    noData.dataReceived(held);
    noData.tick(monitorsOf(held), 1000);
    expect(noData.takeSomeoneIdle()).toBe(false);
    for (let tick = 0; tick < 10; tick += 1) noData.tick(monitorsOf(held), 1000);
    expect(noData.takeSomeoneIdle()).toBe(true);
    noData.tick(monitorsOf(held), 1000);
    expect(noData.takeSomeoneIdle()).toBe(false);
  });
});

describe('a patient who is gone', () => {
  const goneAfterMs = 60_000;
  const timerOf = (absentMs = 0): NoDataTimer =>
    new NoDataTimer({ afterMs: 10_000, goneAfterMs, tickMs: 1000, absentMs: () => absentMs });
  const ticks = (noData: NoDataTimer, held: Held, times: number): string[] =>
    Array.from({ length: times }, () => noData.tick(monitorsOf(held), 1000))
      .flat()
      .map(({ kind, state, reason }) => [kind, state, ...(reason === undefined ? [] : [reason])].join(' '));

  it('has the no-data alarm ended, with the reason, and none raised again', () => {
    const noData = timerOf();
    const held = monitored(3);
    noData.dataReceived(held);
    expect(ticks(noData, held, 200)).toEqual(['no-data active', 'no-data resolved patient-gone']);
  });

  it('is so after a restart too: the time before it counts, and nothing is raised again', () => {
    const before = timerOf();
    const held = monitored(3);
    before.dataReceived(held);
    expect(ticks(before, held, 20)).toEqual(['no-data active']);
    const restored = new Held(new AlarmMonitor(patient, undefined, held.monitor.state));
    expect(ticks(timerOf(50_000), restored, 100)).toEqual([
      'no-data active',
      'no-data resolved patient-gone',
    ]);
    const again = new Held(new AlarmMonitor(patient, undefined, restored.monitor.state));
    expect(ticks(timerOf(), again, 200)).toEqual([]);
  });

  it('is watched again with the first data', () => {
    const noData = timerOf();
    const held = monitored(3);
    noData.dataReceived(held);
    ticks(noData, held, 100);
    noData.dataReceived(held);
    held.monitor.second({
      lead: 'II',
      timeUs: startUs + 600e6,
      endTimeUs: startUs + 601e6,
      qualityIndex: 1,
      faults: [],
      fibrillationIndex: 0,
    });
    expect(ticks(noData, held, 20)).toEqual(['no-data active']);
  });

  it('has what was escalated without data take effect once more after a restart', () => {
    const settings = { ...defaultAlarmSettings, escalation: { highMs: 60_000, mediumMs: 180_000 } };
    const monitor = new AlarmMonitor(patient, settings);
    for (let second = 0; second < 10; second += 1) {
      monitor.second({
        lead: 'II',
        timeUs: startUs + second * 1e6,
        endTimeUs: startUs + (second + 1) * 1e6,
        qualityIndex: 1,
        faults: [],
        fibrillationIndex: 0.9,
      });
    }
    const events = monitor.noData(startUs + 100e6);
    expect(events.map(({ kind, escalated = false }) => [kind, escalated])).toEqual([
      ['no-data', false],
      ['ventricular-fibrillation', true],
    ]);
    const restored = new Held(new AlarmMonitor(patient, settings, monitor.state));
    const repeated = timer().tick(monitorsOf(restored), 1000);
    expect(new Set(repeated)).toEqual(new Set(events));
  });
});
