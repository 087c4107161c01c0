import type { AlarmLimits, AlarmProfile, Latching, PatientId } from '@beatwatch/contracts';
import { int8Column, textColumn, timeColumn, timeParameter } from '../columns.ts';
import type { LimitsRepository, WardProfile } from '../limits-repository.ts';
import type { Query } from '../query.ts';

interface ProfileRow {
  profile_id: number;
  ward: string;
  limits: AlarmLimits;
  latching: Latching;
  actor: string;
  set_us: number;
}

type Profile = Pick<ProfileRow, 'profile_id' | 'limits' | 'latching'>;

const profileColumns = 'profile_id, ward, limits, latching, actor, epoch_us(set_at) as set_us';

const wardProfileOf = (row: ProfileRow): WardProfile => ({
  ...profileOf(row),
  ward: row.ward,
  actor: row.actor,
  setUs: row.set_us,
});

// A patient's rows are ordered as they were stored, which is the log's order: people's clocks differ.
const own = `
select patient_id, limits from (
  select distinct on (patient_id) patient_id, limits from patient_limits
  order by patient_id, stored_at desc, time desc
) as newest where limits <> '{}'::jsonb order by patient_id`;

const profilesInForce = `
with profile as (
  select distinct on (ward) ward, profile_id, limits, latching from ward_profile order by ward, profile_id desc
)
select patient.patient_id, profile.profile_id, profile.limits, profile.latching
from profile join patient on patient.ward = profile.ward order by patient.patient_id`;

export function limitsRepository(query: Query): LimitsRepository {
  return {
    async set({ patientId, limits, actor, timeUs }) {
      await query(
        'limits.set',
        `insert into patient_limits (patient_id, limits, actor, time)
         values ($1, $2::jsonb, $3, $4::timestamptz) on conflict do nothing`,
        [patientId, JSON.stringify(limits), actor, timeParameter(timeUs)],
      );
    },

    async history(patientId, limit) {
      const rows = await query<{ limits: AlarmLimits; actor: string; time_us: number }>(
        'limits.history',
        `select limits, actor, epoch_us(time) as time_us from patient_limits
         where patient_id = $1 order by stored_at desc, time desc limit $2`,
        [patientId, limit],
      );
      return rows.map(({ limits, actor, time_us: timeUs }) => ({ patientId, limits, actor, timeUs }));
    },

    async setProfile({ ward, limits, latching, actor }) {
      const [row] = await query<ProfileRow>(
        'limits.setProfile',
        `insert into ward_profile (ward, limits, latching, actor) values ($1, $2::jsonb, $3::jsonb, $4)
         returning ${profileColumns}`,
        [ward, JSON.stringify(limits), JSON.stringify(latching), actor],
      );
      if (row === undefined) throw new Error('ward_profile: the row that was inserted did not come back');
      return wardProfileOf(row);
    },

    async profiles() {
      const rows = await query<ProfileRow>(
        'limits.profiles',
        `select distinct on (ward) ${profileColumns} from ward_profile order by ward, profile_id desc`,
      );
      return rows.map(wardProfileOf);
    },

    async profileHistory(ward, limit) {
      const rows = await query<ProfileRow>(
        'limits.profileHistory',
        `select ${profileColumns} from ward_profile where ward = $1 order by profile_id desc limit $2`,
        [ward, limit],
      );
      return rows.map(wardProfileOf);
    },

    async own() {
      const rows = await query<{ patient_id: PatientId; limits: AlarmLimits }>('limits.own', own);
      return new Map(rows.map(({ patient_id: id, limits }) => [id, limits]));
    },

    async profilesInForce() {
      const rows = await query<{ patient_id: PatientId } & Profile>(
        'limits.profilesInForce',
        profilesInForce,
      );
      return new Map(rows.map(({ patient_id: id, ...row }) => [id, profileOf(row)]));
    },

    async apply(applied) {
      if (applied.length === 0) return;
      await query(
        'limits.apply',
        `insert into patient_profile (patient_id, time, profile_id)
         select * from unnest($1::text[], $2::timestamptz[], $3::int8[]) on conflict do nothing`,
        [
          textColumn(applied.map(({ patientId }) => patientId)),
          timeColumn(applied.map(({ timeUs }) => timeUs)),
          int8Column(applied.map(({ profile }) => profile?.profileId)),
        ],
      );
    },

    async applied(patientId) {
      const rows = await query<{ time_us: number } & (ProfileRow | { [Name in keyof ProfileRow]: null })>(
        'limits.applied',
        `select epoch_us(time) as time_us, ${profileColumns} from patient_profile
         left join ward_profile using (profile_id) where patient_id = $1 order by time`,
        [patientId],
      );
      return rows.map((row) => ({
        patientId,
        timeUs: row.time_us,
        ...(row.profile_id !== null && { profile: profileOf(row) }),
      }));
    },
  };
}

function profileOf({ profile_id: profileId, limits, latching }: Profile): AlarmProfile {
  return { profileId, limits, latching };
}
