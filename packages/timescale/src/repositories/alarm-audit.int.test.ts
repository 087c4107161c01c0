import { alarmId, type AlarmEvent, type PatientId } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { databaseOfTests } from '../testing/database-of-tests.ts';
import { alarmEventAt, anotherPatient } from '../testing/rows.ts';

const database = databaseOfTests();

const dayUs = 86_400_000_000;
// Noon in UTC, some days back.
const noonUs = Math.floor((Date.now() * 1000) / dayUs) * dayUs - 3 * dayUs + dayUs / 2;
const options = { fromUs: noonUs - dayUs, toUs: noonUs + dayUs, timeZone: 'UTC' };

interface Act {
  readonly afterS: number;
  readonly fields: Partial<AlarmEvent>;
}

/** Stores an alarm that was raised at `raisedUs` by the database's clock, whatever the device's says. */
async function raise(
  patient: PatientId,
  kind: AlarmEvent['kind'],
  raisedUs: number,
  acts: readonly Act[] = [],
): Promise<AlarmEvent> {
  const raised = alarmEventAt(patient, raisedUs - 1_000_000_000_000, {
    kind,
    alarmId: alarmId(patient, kind, raisedUs),
  });
  await database.repositories.alarms.write([
    raised,
    ...acts.map(({ fields }, index) => ({ ...raised, changeNumber: index + 2, ...fields })),
  ]);
  for (const [index, afterS] of [0, ...acts.map((act) => act.afterS)].entries()) {
    await database.pool.query(
      'update alarm_event set stored_at = to_timestamp($3) where alarm_id = $1 and change_number = $2',
      [raised.alarmId, index + 1, raisedUs / 1e6 + afterS],
    );
  }
  return raised;
}

const acknowledgedAfter = (afterS: number): Act => ({
  afterS,
  fields: { state: 'acknowledged', actor: 'Kim' },
});

describe('the audit of alarms', () => {
  it('counts by kind, bed and hour, with the time until a person took them and what was false', async () => {
    const [ann, bob] = [anotherPatient(), anotherPatient()];
    await database.repositories.patients.upsert([
      { patientId: ann, displayName: 'Ann', ward: 'ICU', bed: '1' },
      { patientId: bob, displayName: 'Bob', ward: 'CCU' },
    ]);
    for (const [index, afterS] of [10, 20, 30, 40].entries()) {
      const alarm = await raise(ann, 'asystole', noonUs + index * 60_000_000, [acknowledgedAfter(afterS)]);
      if (index < 2)
        await database.repositories.alarms.label({
          alarmId: alarm.alarmId,
          patientId: ann,
          label: index === 0 ? 'false' : 'true',
          actor: 'Kim',
          timeUs: noonUs,
        });
    }
    // Over by itself; ended by a discharge; latched and then taken.
    await raise(bob, 'pause', noonUs + 3_600_000_000, [{ afterS: 5, fields: { state: 'resolved' } }]);
    await raise(bob, 'pause', noonUs + 3_601_000_000, [
      { afterS: 5, fields: { state: 'resolved', actor: 'Kim', reason: 'discharged' } },
    ]);
    await raise(bob, 'asystole', noonUs + 3_602_000_000, [
      { afterS: 5, fields: { state: 'latched' } },
      { afterS: 100, fields: { state: 'resolved', actor: 'Kim' } },
    ]);
    // Outside of the time.
    await raise(bob, 'pause', noonUs - 2 * dayUs);

    const audit = await database.repositories.alarms.audit(options);
    expect(audit.all).toEqual({
      alarms: 7,
      taken: 5,
      takenAfterS: { median: 30, p90: 76 },
      labelled: 2,
      labelledFalse: 1,
    });
    expect(audit.byKind.map(({ kind, alarms, taken }) => [kind, alarms, taken])).toEqual([
      ['asystole', 5, 5],
      ['pause', 2, 0],
    ]);
    expect(audit.byBed.map(({ ward, bed, alarms }) => [ward, bed, alarms])).toEqual([
      ['ICU', '1', 4],
      ['CCU', undefined, 3],
    ]);
    expect(audit.byHour.map(({ hour, kind, alarms }) => [hour, kind, alarms])).toEqual([
      [12, 'asystole', 4],
      [13, 'pause', 2],
      [13, 'asystole', 1],
    ]);

    const inIcu = await database.repositories.alarms.audit({
      ...options,
      wards: ['ICU'],
      timeZone: 'Asia/Kolkata',
    });
    expect(inIcu.all).toMatchObject({ alarms: 4, takenAfterS: { median: 25, p90: 37 } });
    expect(inIcu.byHour.map(({ hour }) => hour)).toEqual([17]);
  });

  it('counts an alarm where the patient was when it was raised', async () => {
    const patient = anotherPatient();
    await database.repositories.patients.upsert([
      { patientId: patient, displayName: 'Cem', ward: 'Later', bed: '9' },
    ]);
    await database.pool.query(
      `insert into patient_admission (patient_id, action, time, actor, ward, bed, stored_at) values
         ($1, 'admit', to_timestamp($2), 'Kim', 'Before', '4', to_timestamp($2)),
         ($1, 'move', to_timestamp($3), 'Kim', 'Later', '9', to_timestamp($3))`,
      [patient, noonUs / 1e6 - 60, noonUs / 1e6 + 60],
    );
    await raise(patient, 'pause', noonUs);
    await raise(patient, 'pause', noonUs + 120_000_000);
    const { byBed } = await database.repositories.alarms.audit({ ...options, wards: ['Before'] });
    expect(byBed).toEqual([{ ward: 'Before', bed: '4', alarms: 1, taken: 0, labelled: 0, labelledFalse: 0 }]);
  });

  it('is empty without alarms', async () => {
    const never = { ...options, wards: ['of nobody'] };
    expect(await database.repositories.alarms.audit(never)).toEqual({
      all: { alarms: 0, taken: 0, labelled: 0, labelledFalse: 0 },
      byKind: [],
      byBed: [],
      byHour: [],
    });
  });
});
