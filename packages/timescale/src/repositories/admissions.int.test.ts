import { patientId, type AdmissionCommand, type PatientId } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { databaseOfTests } from '../testing/database-of-tests.ts';

const nowUs = Date.now() * 1000;
const ada = patientId('admission-ada');
const eve = patientId('admission-eve');

describe('admissions', () => {
  const database = databaseOfTests();
  const command = (id: PatientId, afterUs: number) => ({
    patientId: id,
    actor: 'Nurse K.',
    timeUs: nowUs + afterUs,
  });
  const onWard = async (): Promise<string[]> =>
    (await database.repositories.patients.list()).map(({ patientId: id }) => id);

  it('apply each command once, in the order in which they are given', async () => {
    const { admissions, patients } = database.repositories;
    const admitted: AdmissionCommand = {
      ...command(ada, 0),
      action: 'admit',
      displayName: 'Ada L.',
      ward: '3B',
      bed: '12',
    };
    const moved: AdmissionCommand = { ...command(ada, 1), action: 'move', ward: '4A', bed: '2' };
    const away: AdmissionCommand = { ...command(ada, 2), action: 'standby', untilUs: nowUs + 3.6e9 };
    const left: AdmissionCommand = { ...command(ada, 3), action: 'discharge' };
    await admissions.apply(admitted);
    await admissions.apply(moved);
    await admissions.apply(admitted);
    await admissions.apply(away);
    expect(await patients.find(ada)).toEqual({
      ...{ patientId: ada, displayName: 'Ada L.', ward: '4A', bed: '2' },
      ...{ admission: 'admitted', admittedUs: nowUs, standbyUntilUs: nowUs + 3.6e9 },
    });
    expect(await onWard()).toEqual([ada]);
    await admissions.apply(left);
    await admissions.apply(away);
    expect(await patients.find(ada)).toEqual({
      ...{ patientId: ada, displayName: 'Ada L.', ward: '4A' },
      ...{ admission: 'discharged', admittedUs: nowUs + 3 },
    });
    expect(await onWard()).toEqual([]);
    expect(await admissions.discharged()).toEqual([ada]);
    expect(await admissions.history(ada, 9)).toEqual([left, away, moved, admitted]);
    // Signal that comes admits nobody.
    await patients.ensure([ada]);
    await patients.upsert([{ patientId: ada, displayName: 'Ada L.', ward: '4A' }]);
    expect(await onWard()).toEqual([]);
    await admissions.apply({ ...command(ada, 4), action: 'admit' });
    expect(await onWard()).toEqual([ada]);
    expect(await admissions.discharged()).toEqual([]);
  });

  it('let who sends no more, as it was meant to, leave after a quarter of an hour, until signal comes', async () => {
    const { admissions, patients } = database.repositories;
    await patients.ensure([eve]);
    await admissions.apply({ ...command(eve, 0), action: 'end-signal' });
    expect(await onWard()).toContain(eve);
    await admissions.apply({ ...command(eve, -1000e6), action: 'end-signal' });
    expect(await patients.find(eve)).toMatchObject({ admission: 'ended' });
    await patients.ensure([eve]);
    expect(await patients.find(eve)).toMatchObject({ admission: 'automatic' });
    await admissions.apply({ ...command(eve, -1001e6), action: 'end-signal' });
    expect(await onWard()).not.toContain(eve);
  });

  it('are found by ward, name, id or bed', async () => {
    const { patients, admissions } = database.repositories;
    const found = async (filter: { ward?: string; search?: string; discharged?: boolean }) =>
      (await patients.directory({ ...filter, limit: 10 })).map(({ patientId: id }) => id);
    await admissions.apply({ ...command(eve, 10), action: 'move', ward: '3B', bed: '7' });
    expect(await found({ ward: '3B' })).toEqual([eve]);
    expect(await found({ search: 'ADA' })).toEqual([ada]);
    expect(await found({ search: '%' })).toEqual([]);
    expect(await found({})).toEqual([eve, ada]);
    await admissions.apply({ ...command(eve, 11), action: 'discharge' });
    expect(await found({})).toEqual([ada]);
    expect(await found({ discharged: true })).toEqual([eve]);
    expect((await patients.directory({ limit: 1 }))[0]).toMatchObject({ openAlarms: 0 });
  });
});
