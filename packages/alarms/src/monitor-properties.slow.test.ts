import { isTechnical, type AlarmEvent } from '@beatwatch/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlarmMonitor } from './monitor.ts';
import { defaultAlarmSettings } from './settings.ts';
import { beatsFrom, feed, inOrder, patient, secondAt, startUs, type Observed } from './test-signal.ts';

/** Episodes of a patient's day, some seconds each. */
const scenes = fc.constantFrom(
  'normal',
  'burst',
  'run',
  'slow',
  'fast',
  'pause',
  'noise',
  'off',
  'shake',
  'gap',
);
type Scene = typeof scenes extends fc.Arbitrary<infer Name> ? Name : never;
const sceneSeconds = 16;
const rhythms: Record<Scene, string> = {
  normal: 'N'.repeat(20),
  burst: 'NNAANANNNANNNNNNNNNN',
  run: `NNNNNVVV${'N'.repeat(13)}`,
  slow: 'NNNNNNNNN',
  fast: 'N'.repeat(40),
  pause: 'NNNNN',
  noise: 'NVAVVNVVVVANNNVVVVNN',
  off: '',
  shake: 'NNAAVVV',
  gap: 'NNNN',
};
const paces: Partial<Record<Scene, number>> = { slow: 1700, fast: 400 };

function observedOf(story: readonly Scene[]): Observed[] {
  const parts = story.map((scene, index) => {
    const from = index * sceneSeconds;
    const beats = beatsFrom(from + 0.1, rhythms[scene], { N: paces[scene] ?? 800 });
    const count = scene === 'gap' ? 4 : sceneSeconds;
    const signal = Array.from({ length: count }, (_, second) => {
      const at = from + second;
      if (scene === 'noise') return secondAt(at, { qualityIndex: second % 3 === 0 ? 0.4 : 0.2 });
      if (scene === 'off') return secondAt(at, { qualityIndex: 0, faults: ['lead-off'] });
      if (scene === 'shake') {
        return secondAt(at, {
          fibrillationIndex: second > 4 ? 0.8 : 0.1,
          qualityIndex: second > 8 ? 0.3 : 1,
        });
      }
      return secondAt(at);
    });
    return { beats, signal };
  });
  return inOrder(
    parts.flatMap(({ beats }) => beats),
    parts.flatMap(({ signal }) => signal),
  );
}

const stories = fc.array(scenes, { minLength: 1, maxLength: 8 });
const observations = stories.map(observedOf);

/** A person acknowledges whatever they hear. */
function feedAndAcknowledge(monitor: AlarmMonitor, observed: readonly Observed[]): AlarmEvent[] {
  return observed.flatMap((one) =>
    feed(monitor, [one]).flatMap((event) => {
      if (event.state !== 'active' && event.state !== 'latched') return [event];
      const { alarmId, timeUs } = event;
      const command = { action: 'acknowledge', patientId: patient, actor: 'K.', timeUs, alarmId } as const;
      const events = [event, ...monitor.command(command)];
      const before = monitor.state;
      expect(monitor.command({ ...command, timeUs: timeUs + 5 })).toEqual([]);
      expect(monitor.state).toBe(before);
      return events;
    }),
  );
}

describe('AlarmMonitor, whatever comes', { timeout: 60_000 }, () => {
  it('continues from a state that was stored anywhere as if it had not been', () => {
    fc.assert(
      fc.property(observations, fc.array(fc.nat(400), { maxLength: 6 }), (observed, cuts) => {
        const expected = feed(new AlarmMonitor(patient), observed);
        const bounds = [
          0,
          ...cuts.map((cut) => cut % (observed.length + 1)).sort((a, b) => a - b),
          observed.length,
        ];
        let monitor = new AlarmMonitor(patient);
        const events = bounds.slice(1).flatMap((end, index) => {
          const part = feed(monitor, observed.slice(bounds[index], end));
          monitor = new AlarmMonitor(patient, defaultAlarmSettings, structuredClone(monitor.state));
          return part;
        });
        expect(events).toEqual(expected);
      }),
    );
  });

  it('is not changed by repeated nor by late data', () => {
    fc.assert(
      fc.property(observations, fc.nat(), fc.integer({ min: 1, max: 40 }), (observed, at, count) => {
        const monitor = new AlarmMonitor(patient);
        const end = at % (observed.length + 1);
        feed(monitor, observed.slice(0, end));
        const before = monitor.state;
        expect(feed(monitor, observed.slice(Math.max(0, end - count), end))).toEqual([]);
        const late = observed
          .slice(end)
          .map((one): Observed =>
            one.kind === 'beat'
              ? { kind: 'beat', beat: { ...one.beat, late: true } }
              : { kind: 'second', second: { ...one.second, late: true } },
          );
        expect(feed(monitor, late)).toEqual([]);
        expect(monitor.state).toBe(before);
      }),
    );
  });

  it('numbers the changes of every alarm from 1 without a gap, one open alarm of a kind at a time', () => {
    fc.assert(
      fc.property(observations, fc.boolean(), (observed, acknowledges) => {
        const monitor = new AlarmMonitor(patient);
        const events = acknowledges ? feedAndAcknowledge(monitor, observed) : feed(monitor, observed);
        const changes = new Map<string, number>();
        const open = new Map<string, string>();
        for (const { alarmId, changeNumber, state, kind, raisedTimeUs, timeUs } of events) {
          expect(changeNumber).toBe((changes.get(alarmId) ?? 0) + 1);
          changes.set(alarmId, changeNumber);
          expect(open.get(kind) ?? alarmId).toBe(alarmId);
          if (state === 'resolved') open.delete(kind);
          else open.set(kind, alarmId);
          expect(timeUs).toBeGreaterThanOrEqual(raisedTimeUs);
        }
      }),
    );
  });

  it('raises no clinical alarm but fibrillation on beats or seconds that are not usable', () => {
    fc.assert(
      fc.property(observations, (observed) => {
        const bad = observed.flatMap((one) =>
          one.kind === 'second' && one.second.qualityIndex < 0.5 ? [one.second] : [],
        );
        const raised = feed(new AlarmMonitor(patient), observed).filter(
          ({ kind, state }) =>
            !isTechnical(kind) && kind !== 'ventricular-fibrillation' && state === 'active',
        );
        for (const { evidence, timeUs } of raised) {
          const { beatTimesUs } = evidence;
          const span =
            beatTimesUs.length > 0 ? [beatTimesUs[0]!, beatTimesUs.at(-1)!] : [timeUs - 4e6, timeUs];
          const overlapping = bad.filter((one) => one.endTimeUs > span[0]! && one.timeUs < span[1]!);
          expect(overlapping).toEqual([]);
        }
      }),
    );
  });

  it('raises one alarm for one outage, and resolves it with the next data', () => {
    fc.assert(
      fc.property(
        observations,
        fc.nat(),
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1 }),
        (all, at, waits) => {
          const monitor = new AlarmMonitor(patient);
          const end = 1 + (at % all.length);
          feed(monitor, all.slice(0, end));
          const { newestUs } = monitor.state;
          const raised = waits.flatMap((wait) => monitor.noData(newestUs + wait * 1e6));
          expect(raised.map(({ state, timeUs }) => [state, timeUs])).toEqual(
            waits.some((wait) => wait >= 10) ? [['active', newestUs + 10e6]] : [],
          );
          const after = feed(monitor, [{ kind: 'second', second: secondAt((newestUs - startUs) / 1e6 + 5) }]);
          expect(after.filter(({ kind }) => kind === 'no-data').map(({ state }) => state)).toEqual(
            raised.map(() => 'resolved'),
          );
        },
      ),
    );
  });
});
