import { expect, it } from 'vitest';
import { alarmEpisodes, labelsOfEpisode } from './alarm-episodes.ts';
import { alarmId, patientId } from './ids.ts';
import type { AlarmEvent } from './messages.ts';

const patient = patientId('p-1');

type Step = Pick<AlarmEvent, 'state'> &
  Partial<AlarmEvent> & { readonly atS: number; readonly measure?: number };

const history = (...steps: readonly Step[]): AlarmEvent[] =>
  steps.map(({ atS, measure = atS, ...fields }, index) => ({
    alarmId: alarmId(patient, 'ventricular-run', 0),
    patientId: patient,
    kind: 'ventricular-run',
    priority: 'medium',
    changeNumber: index + 1,
    timeUs: atS * 1e6,
    raisedTimeUs: 0,
    evidence: { beatTimesUs: [atS * 1e6], anomalyScores: [1], fromUs: 0, toUs: atS * 1e6, measure },
    ...fields,
  }));

const told = (changes: readonly AlarmEvent[]): string[] =>
  alarmEpisodes(changes).map(
    ({ number, startUs, endUs, priority }) =>
      `${number}: ${startUs / 1e6} to ${endUs === undefined ? 'now' : endUs / 1e6} ${priority}`,
  );

it('has one from each time that the condition is met to when it is over', () => {
  const changes = history(
    { state: 'active', atS: 10 },
    { state: 'resolved', atS: 15 },
    { state: 'active', atS: 40 },
    { state: 'resolved', atS: 47 },
    { state: 'acknowledged', atS: 90 },
  );
  expect(told(changes)).toEqual(['1: 10 to 15 medium', '3: 40 to 47 medium', '5: 90 to now medium']);
  expect(alarmEpisodes(changes).map(({ evidence }) => evidence.beatTimesUs)).toEqual([
    [10e6],
    [40e6],
    [90e6],
  ]);
});

it('is not divided by what people do, nor by what announces it again', () => {
  expect(
    told(
      history(
        { state: 'active', atS: 10 },
        { state: 'acknowledged', atS: 12, actor: 'Kim' },
        { state: 'active', atS: 200 },
        { state: 'active', atS: 230, priority: 'high' },
        { state: 'active', atS: 290, priority: 'high', escalated: true },
        { state: 'latched', atS: 300, priority: 'high' },
        { state: 'resolved', atS: 310, priority: 'high', actor: 'Roth' },
        { state: 'active', atS: 320, priority: 'high' },
        { state: 'resolved', atS: 330, priority: 'high', actor: 'Roth', reason: 'discharged' },
      ),
    ),
  ).toEqual(['1: 10 to 300 high', '8: 320 to 330 high']);
});

it('is over once where a crash left an acknowledgement and an end of the same number', () => {
  const twice = (first: Step, second: Step): string[] =>
    told(
      history(
        { state: 'active', atS: 1 },
        first,
        { ...second, changeNumber: 2 },
        { state: 'active', atS: 9 },
      ),
    );
  const end: Step = { state: 'latched', atS: 5 };
  const act: Step = { state: 'acknowledged', atS: 4, actor: 'Kim' };
  for (const changes of [twice(end, act), twice(act, end)])
    expect(changes).toEqual(['1: 1 to 5 medium', '4: 9 to now medium']);
});

it('has the measure of its end where that was measured, and never of a person’s act', () => {
  const share = (last: Step): number | undefined =>
    alarmEpisodes(history({ state: 'active', atS: 1, measure: 0.2 }, last))[0]?.evidence.measure;
  expect(share({ state: 'resolved', atS: 5, measure: 0.6 })).toBe(0.6);
  expect(share({ state: 'resolved', atS: 5, measure: 0.6, actor: 'Kim', reason: 'discharged' })).toBe(0.2);
});

it('has the labels that name it; the first has those that name none', () => {
  const episodes = alarmEpisodes(
    history({ state: 'active', atS: 1 }, { state: 'resolved', atS: 2 }, { state: 'active', atS: 3 }),
  );
  const labels = [{ says: 'a' }, { says: 'b', episode: 3 }, { says: 'c', episode: 1 }];
  expect(
    episodes.map((episode) => labelsOfEpisode(labels, episodes, episode).map(({ says }) => says)),
  ).toEqual([['a', 'c'], ['b']]);
});
