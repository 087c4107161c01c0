import { AlarmMonitor } from '@beatwatch/alarms';
import { deviceId, patientId, type AlarmEvent, type PatientId } from '@beatwatch/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { NoDataTimer, type Silenced, type SilenceStates } from './no-data.ts';

const patient = patientId('p-1');
const startUs = 1_700_000_000_000_000;

/** The real monitor of a patient, held as the stream processor holds it. */
class Held implements Silenced {
  readonly monitor: AlarmMonitor;
  constructor(monitor: AlarmMonitor) {
    this.monitor = monitor;
  }
  get state() {
    return { monitor: this.monitor.state };
  }
  silence(nowUs: number): AlarmEvent[] {
    return this.monitor.silence(nowUs);
  }
}

let changed: PatientId[];
const statesOf = (watch: Held): SilenceStates<Held> => ({
  entries: () => [[patient, watch]],
  stateToChange(id) {
    changed.push(id);
    return watch;
  },
});

beforeEach(() => {
  changed = [];
});

function watched(seconds: number): Held {
  const monitor = new AlarmMonitor(patient);
  for (let second = 0; second < seconds; second += 1) {
    monitor.second({
      patientId: patient,
      deviceId: deviceId('patch-1'),
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

const timer = (): NoDataTimer => new NoDataTimer({ afterMs: 10_000, tickMs: 1000 });

describe('NoDataTimer', () => {
  it('tells of a patient from whom nothing has come for ten seconds of its own time, once', () => {
    const silence = timer();
    const watch = watched(3);
    const states = statesOf(watch);
    silence.heard(watch);
    const events = Array.from({ length: 30 }, () => silence.tick(states, 1000));
    expect(events.map((some) => some.length)).toEqual([
      ...Array<number>(9).fill(0),
      1,
      ...Array<number>(20).fill(0),
    ]);
    expect(events[9]).toMatchObject([{ kind: 'no-data', state: 'active', timeUs: startUs + 13e6 }]);
    expect(changed).toEqual([patient]);
  });

  it('is not misled by a tick that was held up, behind which data may wait', () => {
    const silence = timer();
    const watch = watched(3);
    const states = statesOf(watch);
    silence.heard(watch);
    expect(silence.tick(states, 60_000)).toEqual([]);
    silence.heard(watch);
    expect(Array.from({ length: 9 }, () => silence.tick(states, 1000)).flat()).toEqual([]);
  });

  it('waits anew after a restart, and then tells the same alarm', () => {
    const before = timer();
    const watch = watched(3);
    before.heard(watch);
    for (let tick = 0; tick < 9; tick += 1) before.tick(statesOf(watch), 1000);
    const after = timer();
    const events = Array.from({ length: 12 }, () => after.tick(statesOf(watch), 1000)).flat();
    expect(events).toMatchObject([{ kind: 'no-data', changeNumber: 1, timeUs: startUs + 13e6 }]);
  });

  it('lets an alarm that was checkpointed take effect once more after a restart', () => {
    const watch = watched(3);
    const [raised] = watch.silence(startUs + 20e6);
    const after = timer();
    expect(Array.from({ length: 12 }, () => after.tick(statesOf(watch), 1000)).flat()).toEqual([raised]);
    expect(changed).toEqual([]);
  });

  it('lets it take effect before the data that end it, where these come first after a restart', () => {
    const watch = watched(3);
    const [raised] = watch.silence(startUs + 20e6);
    const after = timer();
    expect(after.heard(watch)).toEqual([raised]);
    expect(after.heard(watch)).toEqual([]);
    expect(after.tick(statesOf(watch), 1000)).toEqual([]);
  });

  it('counts anew for a patient whose partition went elsewhere and came back', () => {
    const silence = timer();
    const before = watched(3);
    silence.heard(before);
    for (let tick = 0; tick < 9; tick += 1) silence.tick(statesOf(before), 1000);
    const back = watched(12);
    expect(Array.from({ length: 10 }, () => silence.tick(statesOf(back), 1000)).flat()).toEqual([]);
    expect(silence.tick(statesOf(back), 1000)).toMatchObject([{ kind: 'no-data', timeUs: startUs + 22e6 }]);
  });
});
