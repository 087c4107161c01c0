import pg from 'pg';
import { queryOn, type Query } from './query.ts';
import type { Repositories } from './repositories.ts';
import { admissionRepository } from './repositories/admissions.ts';
import { alarmInputRepository } from './repositories/alarm-inputs.ts';
import { alarmRepository } from './repositories/alarms.ts';
import { auditRepository } from './repositories/audit.ts';
import { beatRepository } from './repositories/beats.ts';
import { careGroupRepository } from './repositories/care-groups.ts';
import { careNoteRepository } from './repositories/care-notes.ts';
import { checkpointRepository } from './repositories/checkpoints.ts';
import { deliveryRepository } from './repositories/deliveries.ts';
import { deviceRepository } from './repositories/devices.ts';
import { driftRepository } from './repositories/drift.ts';
import { gapRepository } from './repositories/gaps.ts';
import { machineKeyRepository } from './repositories/machine-keys.ts';
import { limitsRepository } from './repositories/limits.ts';
import { assignmentRepository } from './repositories/model-assignments.ts';
import { modelDecisionRepository } from './repositories/model-decisions.ts';
import { modelRepository } from './repositories/models.ts';
import { patientRepository } from './repositories/patients.ts';
import { scoreRepository } from './repositories/scores.ts';
import { selectionRepository } from './repositories/selections.ts';
import { shadowRepository } from './repositories/shadow.ts';
import { silenceRepository } from './repositories/silences.ts';
import { thresholdRepository } from './repositories/thresholds.ts';
import { trainingRepository } from './repositories/training-beats.ts';
import { userRepository } from './repositories/users.ts';
import { waveformRepository } from './repositories/waveforms.ts';

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database` */
  readonly connectionString: string;
  /** Maximum number of connections. Default 4. */
  readonly poolSize?: number;
  /** Shown in the server's `pg_stat_activity`. Default `beatwatch`. */
  readonly applicationName?: string;
  /** How long to wait for a connection, milliseconds. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /**
   * How long a statement may take, milliseconds. Default 30,000. The server cancels it then (the embedded one cannot); a
   * little later the client gives it up with its connection, as it does where the server is gone without a word.
   */
  readonly statementTimeoutMs?: number;
  /** What the server has, beyond that, to say that it has cancelled a statement, milliseconds. Default 5000. */
  readonly clientPatienceMs?: number;
}

export interface Database {
  readonly repositories: Repositories;
  /** For statements that no repository has; its errors are `pg`'s own. */
  readonly pool: pg.Pool;
  /** Resolves where the server answers a statement within 3 s; else rejects, and the connection is given up. */
  ping(): Promise<void>;
  /** Awaits running statements, then closes every connection. */
  close(): Promise<void>;
}

const pingLimitMs = 3000;
/** Idle time from which the system asks whether the other side is still there. */
const keepAliveMs = 5000;

// Counts and epoch microseconds stay below 2^53.
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * Opens a pool, which connects when a statement needs it: for an unreachable server the first statement rejects with a
 * retryable TimescaleError `connection`.
 */
export function openDatabase({
  connectionString,
  poolSize = 4,
  applicationName = 'beatwatch',
  connectTimeoutMs = 10_000,
  statementTimeoutMs = 30_000,
  clientPatienceMs = 5000,
}: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString,
    max: poolSize,
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + clientPatienceMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveMs,
    types,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const query = queryOn(pool);
  return {
    repositories: repositoriesOn(query),
    pool,
    ping: async () => {
      // The types of pg lack the time limit of a single query.
      const query: pg.QueryConfig & { readonly query_timeout: number } = {
        text: 'select 1',
        query_timeout: pingLimitMs,
      };
      await pool.query(query);
    },
    close: () => pool.end(),
  };
}

/** The repositories over anything that runs their statements. */
export function repositoriesOn(query: Query): Repositories {
  return {
    patients: patientRepository(query),
    waveforms: waveformRepository(query),
    gaps: gapRepository(query),
    beats: beatRepository(query),
    scores: scoreRepository(query),
    alarms: alarmRepository(query),
    alarmInputs: alarmInputRepository(query),
    thresholds: thresholdRepository(query),
    checkpoints: checkpointRepository(query),
    training: trainingRepository(query),
    drift: driftRepository(query),
    selections: selectionRepository(query),
    admissions: admissionRepository(query),
    limits: limitsRepository(query),
    assignments: assignmentRepository(query),
    models: modelRepository(query),
    decisions: modelDecisionRepository(query),
    shadow: shadowRepository(query),
    silences: silenceRepository(query),
    deliveries: deliveryRepository(query),
    users: userRepository(query),
    audit: auditRepository(query),
    machineKeys: machineKeyRepository(query),
    devices: deviceRepository(query),
    careNotes: careNoteRepository(query),
    careGroups: careGroupRepository(query),
  };
}
