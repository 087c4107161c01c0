import { alarmId, patientId, type AlarmEvent, type PatientId } from '@beatwatch/contracts';
import type { Session } from '@beatwatch/service-kit/session';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as noteRoute from '../../apps/dashboard/src/app/api/patients/[patientId]/notes/[noteId]/route.ts';
import * as notesRoute from '../../apps/dashboard/src/app/api/patients/[patientId]/notes/route.ts';
import * as memberRoute from '../../apps/dashboard/src/app/api/groups/[groupId]/patients/[patientId]/route.ts';
import * as groupRoute from '../../apps/dashboard/src/app/api/groups/[groupId]/route.ts';
import * as groupsRoute from '../../apps/dashboard/src/app/api/groups/route.ts';
import * as handoverRoute from '../../apps/dashboard/src/app/api/handover/route.ts';
import * as tasksRoute from '../../apps/dashboard/src/app/api/tasks/route.ts';
import type {
  CareGroupsResponse,
  CareNotesResponse,
  HandoverResponse,
  TasksResponse,
  WrittenNoteResponse,
} from '../../apps/dashboard/src/server/care-responses.ts';
import { askRoute as ask, secret, staff } from './ask-route.ts';

const [ada, eve, nobody] = [patientId('care-ada'), patientId('care-eve'), patientId('care-nobody')];

const nowUs = Date.now() * 1000;
const pause: AlarmEvent = {
  ...{ alarmId: alarmId(ada, 'pause', nowUs), patientId: ada, kind: 'pause', priority: 'medium' },
  ...{ state: 'active', changeNumber: 1, timeUs: nowUs, raisedTimeUs: nowUs },
  evidence: { fromUs: nowUs - 1000, toUs: nowUs, beatTimesUs: [], anomalyScores: [] },
};

const kim = staff('kim', 'clinician', ['3B']);
const lee = staff('lee', 'clinician');
const viewer = staff('viewer', 'viewer', ['3B']);
const administrator = staff('ann', 'administrator');

const notesOf = ({ body }: { readonly body: unknown }): CareNotesResponse['notes'] =>
  (body as CareNotesResponse).notes;

describe('handover notes and tasks', () => {
  let server: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    server = await databaseForTests();
    vi.stubEnv('DATABASE_URL', server.connectionString);
    vi.stubEnv('BEATWATCH_SECRET', secret);
    vi.stubEnv('SIGN_IN', 'demo');
    database = openDatabase(server);
    await database.repositories.patients.upsert([
      { patientId: ada, displayName: 'Ada', ward: '3B' },
      { patientId: eve, displayName: 'Eve', ward: '4A' },
    ]);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await database.close();
    await server.stop();
  });

  const write = async (session: Session, patient: PatientId, body: object): Promise<number> => {
    const written = await ask(notesRoute.POST, session, {
      params: { patientId: patient },
      body,
    });
    expect(written.status).toBe(200);
    return (written.body as WrittenNoteResponse).noteId;
  };
  const read = async (session: Session, patient: PatientId, past = false) =>
    notesOf(await ask(notesRoute.GET, session, { params: { patientId: patient }, query: `?past=${past}` }));
  const end = (session: Session, noteId: number, as: string, patient = ada) =>
    ask(noteRoute.PATCH, session, {
      params: { patientId: patient, noteId: String(noteId) },
      body: { end: as },
      verb: 'PATCH',
    });
  const openTasks = async (session: Session) =>
    notesOf(await ask(tasksRoute.GET, session)).map(({ text }) => text);

  it('are written by clinicians and read by who may see the ward, the newest first', async () => {
    const first = await write(kim, ada, { text: '  Slept badly.\r\nWants the light on. ' });
    const second = await write(lee, ada, { text: 'Sleeps now' });
    expect(await read(viewer, ada)).toMatchObject([
      { noteId: second, text: 'Sleeps now', kind: 'note', mayWithdraw: false },
      { noteId: first, text: 'Slept badly.\nWants the light on.', author: 'kim · kim', mayWithdraw: false },
    ]);
    expect((await read(kim, ada)).map(({ mayWithdraw }) => mayWithdraw)).toEqual([false, true]);
  });

  it.each<{
    readonly of?: Session;
    readonly patient?: PatientId;
    readonly body: object;
    readonly status: number;
    readonly detail: RegExp;
  }>([
    { of: viewer, body: { text: 'x' }, status: 403, detail: /takes the role clinician/ },
    { patient: eve, body: { text: 'x' }, status: 403, detail: /none of the wards/ },
    { of: lee, patient: nobody, body: { text: 'x' }, status: 404, detail: /No patient care-nobody/ },
    { body: {}, status: 400, detail: /^text is missing/ },
    { body: { text: ' \n ' }, status: 400, detail: /^text: found " \\n ", expected a plain text/ },
    { body: { text: 'x'.repeat(1001) }, status: 400, detail: /^text: .*1 to 1000 characters/ },
    { body: { text: 'x'.repeat(9000) }, status: 413, detail: /at most 8000 bytes/ },
    { body: { text: 'a\u0000b' }, status: 400, detail: /^text: .*plain text/ },
    { body: { text: 'a\u202Eb' }, status: 400, detail: /^text: .*plain text/ },
    { body: { text: 'x', kind: 'order' }, status: 400, detail: /^kind: found "order"/ },
    { body: { text: 'x', dueMs: Date.now() }, status: 400, detail: /^dueMs: .*tasks/ },
    { body: { kind: 'task', text: 'x', dueMs: 1e12 }, status: 400, detail: /^dueMs: .*7 days/ },
    { body: { kind: 'task', text: 'x', alarmId: 'care-eve/pause/1' }, status: 404, detail: /^alarmId/ },
  ])('are refused with $status and $detail', async ({ of = kim, patient = ada, body, status, detail }) => {
    const before = await read(administrator, ada, true);
    const refused = await ask(notesRoute.POST, of, { params: { patientId: patient }, body });
    expect(refused).toMatchObject({ status, body: { detail: expect.stringMatching(detail) as string } });
    expect(await read(administrator, ada, true)).toEqual(before);
  });

  it('are withdrawn by their author or an administrator, once, and stay in the history', async () => {
    const own = await write(kim, ada, { text: 'Of another patient' });
    const other = await write(lee, ada, { text: 'Wrong bed' });
    expect(await end(kim, other, 'withdrawn')).toMatchObject({ status: 403 });
    expect(await end(viewer, own, 'withdrawn')).toMatchObject({ status: 403 });
    expect(await end(lee, own, 'withdrawn', eve)).toMatchObject({ status: 404 });
    expect(await end(kim, own, 'done')).toMatchObject({ status: 400 });
    expect(await end(kim, own, 'withdrawn')).toMatchObject({ status: 204 });
    expect(await end(kim, own, 'withdrawn')).toMatchObject({ status: 409 });
    expect(await end(kim, own, 'none')).toMatchObject({ status: 409, body: { code: 'not-done' } });
    expect(await end(administrator, other, 'withdrawn')).toMatchObject({ status: 204 });
    const ids = (await read(viewer, ada)).map(({ noteId }) => noteId);
    expect(ids).not.toContain(own);
    expect(ids).not.toContain(other);
    expect(await read(viewer, ada, true)).toMatchObject([
      { noteId: other, text: 'Wrong bed', end: { as: 'withdrawn', by: 'ann · ann' } },
      { noteId: own, end: { as: 'withdrawn', by: 'kim · kim' } },
      {},
      {},
    ]);
  });

  it('are tasks of those whom one may see, by when they are due, until somebody has done them', async () => {
    await database.repositories.alarms.write([pause]);
    const hour = 3_600_000;
    const now = Date.now();
    const task = (text: string, rest: object = {}) => ({ kind: 'task', text, ...rest });
    await write(lee, ada, task('some time'));
    await write(lee, ada, task('later', { dueMs: now + 2 * hour }));
    const overdue = await write(lee, ada, task('now', { dueMs: now - 100, alarmId: pause.alarmId }));
    await write(lee, eve, task('of Eve', { dueMs: now + hour }));
    expect(await openTasks(lee)).toEqual(['now', 'of Eve', 'later', 'some time']);
    expect(await openTasks(viewer)).toEqual(['now', 'later', 'some time']);
    expect(await end(viewer, overdue, 'done')).toMatchObject({ status: 403 });
    expect(await end(kim, overdue, 'done')).toMatchObject({ status: 204 });
    expect(await openTasks(viewer)).toEqual(['later', 'some time']);
    expect((await read(viewer, ada, true)).find(({ noteId }) => noteId === overdue)).toMatchObject({
      alarmId: pause.alarmId,
      end: { as: 'done', by: 'kim · kim' },
    });
    const doneTasks = async (session: Session) =>
      ((await ask(tasksRoute.GET, session)).body as TasksResponse).done;
    expect(await doneTasks(viewer)).toMatchObject([{ noteId: overdue, text: 'now' }]);
    expect(await end(viewer, overdue, 'none')).toMatchObject({ status: 403 });
    expect(await end(lee, overdue, 'none')).toMatchObject({ status: 204 });
    expect(await end(lee, overdue, 'none')).toMatchObject({ status: 409, body: { code: 'not-done' } });
    expect(await openTasks(viewer)).toEqual(['now', 'later', 'some time']);
    expect(await doneTasks(viewer)).toEqual([]);
    expect(await end(lee, overdue, 'done')).toMatchObject({ status: 204 });
    // Who had done it first, and who opened it, stays.
    const [again] = await doneTasks(viewer);
    expect(again).toMatchObject({
      end: { as: 'done', by: 'lee · lee' },
      reopenings: [{ doneBy: 'kim · kim', by: 'lee · lee' }],
    });
    expect(again!.reopenings[0]!.atMs).toBeGreaterThanOrEqual(again!.reopenings[0]!.doneAtMs);
  });

  it('are told to the next shift with what alarmed, of each patient whom one may see', async () => {
    const { alarms } = database.repositories;
    const again = { ...pause, changeNumber: 3, timeUs: nowUs + 2e6 };
    await alarms.write([{ ...pause, state: 'resolved', changeNumber: 2, timeUs: nowUs + 1e6 }, again]);
    const handover = async (session: Session, query = '') =>
      ((await ask(handoverRoute.GET, session, { query })).body as HandoverResponse).patients;
    const [told, ...others] = await handover(viewer);
    expect(others).toEqual([]);
    expect(told).toMatchObject({
      ...{ patientId: ada, ward: '3B', note: { text: 'Sleeps now' } },
      alarms: [{ kind: 'pause', priority: 'medium', episodes: 2, isOpen: true }],
      tasks: [{ text: 'later' }, { text: 'some time' }],
    });
    // The first time was in the shift before, by the database's clock.
    await database.pool.query(
      `update alarm_event set stored_at = now() - interval '13 hours' where change_number = 1`,
    );
    expect((await handover(lee, '?ward=3B'))[0]?.alarms).toMatchObject([{ episodes: 1 }]);
    expect(await handover(lee, '?ward=4A')).toMatchObject([
      { patientId: eve, alarms: [], tasks: [{ text: 'of Eve' }] },
    ]);
    expect(await handover(viewer, '?ward=4A')).toEqual([]);
  });

  it('are those of a group that crosses wards, which shows nobody more than their wards do', async () => {
    const groups = async (session: Session) =>
      ((await ask(groupsRoute.GET, session)).body as CareGroupsResponse).groups;
    const make = (session: Session, name: unknown) => ask(groupsRoute.POST, session, { body: { name } });
    expect(await make(viewer, 'Team blue')).toMatchObject({ status: 403 });
    expect(await make(kim, ' ')).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/^name: /) as string },
    });
    expect(await make(kim, ' Team blue ')).toMatchObject({ status: 200 });
    expect(await make(lee, 'team Blue')).toMatchObject({ status: 409 });
    const { groupId } = (await groups(kim))[0]!;
    const member = (session: Session, verb: 'PUT' | 'DELETE', patient: PatientId, id = groupId) =>
      ask(memberRoute[verb], session, { params: { groupId: String(id), patientId: patient }, verb });
    expect(await member(viewer, 'PUT', ada)).toMatchObject({ status: 403 });
    expect(await member(kim, 'PUT', eve)).toMatchObject({ status: 403 });
    expect(await member(lee, 'PUT', nobody)).toMatchObject({ status: 404 });
    expect(await member(lee, 'PUT', ada, 999)).toMatchObject({ status: 404 });
    for (const patient of [ada, eve])
      expect(await member(lee, 'PUT', patient)).toMatchObject({ status: 204 });
    expect(await groups(viewer)).toMatchObject([{ name: 'Team blue', patientIds: [ada], hasOthers: true }]);
    const told = async (session: Session) =>
      (
        (await ask(handoverRoute.GET, session, { query: `?groupId=${groupId}` })).body as HandoverResponse
      ).patients.map(({ patientId: id }) => id);
    expect(await told(lee)).toEqual([ada, eve]);
    expect(await told(viewer)).toEqual([ada]);
    const dissolve = (session: Session) =>
      ask(groupRoute.DELETE, session, { params: { groupId: String(groupId) }, verb: 'DELETE' });
    expect(await dissolve(kim)).toMatchObject({ status: 403 });
    expect(await member(lee, 'DELETE', eve)).toMatchObject({ status: 204 });
    expect(await member(lee, 'DELETE', eve)).toMatchObject({ status: 404 });
    expect(await dissolve(viewer)).toMatchObject({ status: 403 });
    expect((await groups(lee))[0]).toMatchObject({ patientIds: [ada], hasOthers: false });
  });

  it('end with the stay: who comes again has none, and none is written for who has left', async () => {
    const { admissions, careNotes } = database.repositories;
    const command = (action: 'discharge' | 'admit') => ({
      ...{ patientId: ada, actor: 'kim', action },
      timeUs: Date.now() * 1000,
    });
    await admissions.apply(command('discharge'));
    expect(await openTasks(kim)).toEqual([]);
    expect(await database.repositories.careGroups.list()).toMatchObject([{ patientIds: [] }]);
    const refused = await ask(notesRoute.POST, kim, { params: { patientId: ada }, body: { text: 'x' } });
    expect(refused).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/^patientId: care-ada is discharged/) as string },
    });
    await admissions.apply(command('admit'));
    expect(await openTasks(kim)).toEqual([]);
    expect(await read(viewer, ada)).toEqual([]);
    expect((await read(viewer, ada, true)).every(({ isOfEarlierStay }) => isOfEarlierStay)).toBe(true);
    const noteId = await write(kim, ada, { text: 'Back from the ward' });
    expect(await careNotes.newestNotes([eve, ada])).toMatchObject([{ noteId, isOfEarlierStay: false }]);
  });

  it('stand in the audit log, by whom and of whom', async () => {
    const entries = await database.repositories.audit.read({ sinceMs: 0, limit: 1000 });
    const acts = new Set(entries.map(({ action, userId, patientId: id }) => `${action} ${userId} ${id}`));
    for (const act of [
      'write-note kim',
      'write-task lee',
      'finish-task kim',
      'reopen-task lee',
      'withdraw-note ann',
    ])
      expect(acts).toContain(`${act} care-ada`);
    expect(acts).toContain('open-handover lee undefined');
  });
});
