import pg from 'pg';
import { asTimescaleError } from './errors.ts';

/** For how long rows are kept, days. */
export interface Retention {
  /** Waveform, the samples of beats that were cut from it, and what alarms were decided by. Default 30. */
  readonly signalDays: number;
  /** Beats, scores and gaps; at least 8. Default 365. */
  readonly beatDays: number;
  /** Trends of minutes, alarms with their strips, and handover notes with tasks. Trends of hours stay. Default 730. */
  readonly trendDays: number;
}

export const defaultRetention: Retention = { signalDays: 30, beatDays: 365, trendDays: 730 };

/** What a model in the shadow made of beats is compared within days. */
const shadowDays = 30;

/** Days of scores that a refresh of the trends leaves out: one of dropped scores would empty the trend. */
const unrefreshedDays = 5;

/**
 * Sets for how long each hypertable keeps its rows; the policies drop older ones within a day.
 * @throws TimescaleError `connection`, or `statement` where the schema is not up to date
 */
export async function setRetention(connectionString: string, retention: Retention): Promise<void> {
  const { signalDays, beatDays, trendDays } = retention;
  const days: Readonly<Record<string, number>> = {
    waveform: signalDays,
    beat_shape: signalDays,
    alarm_input: signalDays,
    beat: beatDays,
    beat_score: beatDays,
    signal_gap: beatDays,
    shadow_score: Math.min(shadowDays, beatDays),
    shadow_alarm_event: Math.min(defaultRetention.beatDays, beatDays),
    score_minute: trendDays,
    alarm_strip: trendDays,
  };
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  try {
    await client.connect();
    for (const [table, count] of Object.entries(days)) {
      await alterJobs(client, { procedure: 'policy_retention', setting: 'drop_after', days: count, table });
    }
    await alterJobs(client, {
      procedure: 'policy_refresh_continuous_aggregate',
      setting: 'start_offset',
      days: Math.max(1, Math.min(defaultRetention.beatDays, beatDays) - unrefreshedDays),
    });
    for (const procedure of ['drop_old_alarms', 'drop_old_care_notes'])
      await alterJobs(client, { procedure, setting: 'drop_after', days: trendDays });
  } catch (cause) {
    throw asTimescaleError('setRetention', cause);
  } finally {
    await client.end();
  }
}

interface JobSetting {
  readonly procedure: string;
  readonly setting: string;
  readonly days: number;
  /** Hypertable or continuous aggregate. Default: all of them. */
  readonly table?: string;
}

/** Jobs of a continuous aggregate are those of the hypertable behind it. */
async function alterJobs(client: pg.Client, { procedure, setting, days, table }: JobSetting): Promise<void> {
  await client.query(
    `select alter_job(job_id, config => jsonb_set(config, array[$2], to_jsonb($3::text)))
     from timescaledb_information.jobs
     left join timescaledb_information.continuous_aggregates as aggregate
       on aggregate.materialization_hypertable_name = jobs.hypertable_name
     where proc_name = $1 and ($4::text is null or coalesce(aggregate.view_name, jobs.hypertable_name) = $4)
       and config ->> $2 is distinct from $3`,
    [procedure, setting, `${days} days`, table],
  );
}
