import { alarmEpisodes, type AlarmEvent, type PatientId } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { databaseOfTests } from '../testing/database-of-tests.ts';
import { alarmEventAt, anotherPatient, chunkAt } from '../testing/rows.ts';

const startUs = Math.floor(Date.now() / 60_000) * 60_000_000 - 30 * 60_000_000;
const atSecond = (second: number): number => startUs + second * 1_000_000;

const database = databaseOfTests();

type Step = readonly [state: AlarmEvent['state'], second: number, fields?: Partial<AlarmEvent>];

/** Changes of one alarm; the evidence of each that the signal raises is of its own time. */
function changesOf(patient: PatientId, steps: readonly Step[]): AlarmEvent[] {
  const first = alarmEventAt(patient, atSecond(0));
  return steps.map(([state, second, fields], index) => ({
    ...first,
    state,
    changeNumber: index + 1,
    timeUs: atSecond(second),
    evidence: alarmEventAt(patient, atSecond(second)).evidence,
    ...fields,
  }));
}

const kim = { actor: 'Kim' };
const courses: readonly (readonly Step[])[] = [
  [['active', 0]],
  [
    ['active', 0],
    ['latched', 20],
    ['active', 60],
    ['latched', 70],
    ['resolved', 80, kim],
    ['active', 120],
  ],
  [
    ['active', 0],
    ['acknowledged', 5, kim],
    ['active', 200],
    ['resolved', 210],
    ['acknowledged', 230],
    ['resolved', 240],
  ],
  [
    ['active', 0],
    ['acknowledged', 5, kim],
    ['latched', 8, { changeNumber: 2 }],
    ['active', 20, { changeNumber: 3 }],
    ['resolved', 30, { ...kim, changeNumber: 4, reason: 'discharged' }],
    ['active', 50, { changeNumber: 5 }],
  ],
];

it.each(courses.map((steps, index) => [index, steps] as const))(
  'counts the episodes of an alarm as the contracts derive them (%i)',
  async (_index, steps) => {
    const patientId = anotherPatient();
    const changes = changesOf(patientId, steps);
    await database.repositories.alarms.write(changes);
    const { alarmId } = changes[0]!;
    const episodes = alarmEpisodes(await database.repositories.alarms.history(alarmId));
    const [listed] = await database.repositories.alarms.list({ patientId, limit: 5 });
    expect(listed).toMatchObject({ episodes: episodes.length, lastStartUs: episodes.at(-1)!.startUs });
    // The newest episode that is stored is the one that a label without a name is of.
    await database.repositories.alarms.label({
      alarmId,
      patientId,
      label: 'true',
      ...kim,
      timeUs: atSecond(500),
    });
    expect(await database.repositories.alarms.labels(alarmId)).toMatchObject([
      { episode: episodes.at(-1)!.number },
    ]);
  },
);

it('keeps a label to its episode: a later one is not labelled, and learning hears of each by itself', async () => {
  const patientId = anotherPatient();
  const all = changesOf(patientId, [
    ['active', 0],
    ['resolved', 20],
    ['active', 60],
    ['resolved', 70],
  ]);
  const { alarmId } = all[0]!;
  const said = { alarmId, patientId, label: 'false', ...kim } as const;
  await database.repositories.alarms.write(all.slice(0, 2));
  await database.repositories.alarms.label({ ...said, timeUs: atSecond(30) });
  expect(await database.repositories.alarms.find(alarmId)).toMatchObject({ label: 'false', episodes: 1 });
  await database.repositories.alarms.write(all.slice(2));
  expect((await database.repositories.alarms.find(alarmId))!.label).toBeUndefined();
  await database.repositories.alarms.label({ ...said, label: 'true', episode: 3, timeUs: atSecond(90) });
  expect(await database.repositories.alarms.find(alarmId)).toMatchObject({ label: 'true', episodes: 2 });

  const range = { patientId, fromUs: startUs, toUs: atSecond(600) };
  expect(await database.repositories.training.alarms(range)).toMatchObject([
    { episodeId: alarmId, raisedTimeUs: atSecond(0), endedUs: atSecond(20), labels: [{ label: 'false' }] },
    { raisedTimeUs: atSecond(60), endedUs: atSecond(70), labels: [{ label: 'true' }] },
  ]);
  const beats = (await database.repositories.training.alarms(range)).map(({ evidence }) =>
    evidence.beatTimesUs.at(-1),
  );
  expect(beats).toEqual([atSecond(0), atSecond(60)]);
});

it('gives the strip of one episode', async () => {
  const patientId = anotherPatient();
  const changes = changesOf(patientId, [
    ['active', 20],
    ['resolved', 25],
    ['active', 80],
  ]);
  const chunks = Array.from({ length: 110 }, (_, second) => chunkAt(patientId, atSecond(second)));
  await database.repositories.waveforms.write(chunks);
  await database.repositories.alarms.write(changes);
  await database.repositories.alarms.keepStrips({ untilMs: 0 });
  const { alarmId } = changes[0]!;
  const seconds = async (range?: { readonly fromUs: number; readonly toUs: number }): Promise<number[]> =>
    (await database.repositories.alarms.strip(alarmId, range)).map(
      ({ firstSampleTimeUs }) => (firstSampleTimeUs - startUs) / 1e6,
    );
  expect(await seconds({ fromUs: atSecond(10), toUs: atSecond(13) })).toEqual([10, 11, 12]);
  expect(await seconds({ fromUs: atSecond(70), toUs: atSecond(72) })).toEqual([70, 71]);
  expect(await seconds()).toContain(99);
});
