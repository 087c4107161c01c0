import type { PatientId } from '@beatwatch/contracts';
import { byteaColumn, int4Column, int8Column, textColumn } from '../columns.ts';
import type { Query } from '../query.ts';
import type { Checkpoint, Repositories } from '../repositories.ts';

interface CheckpointRow {
  processor: string;
  topic: string;
  partition: number;
  patient_id: PatientId;
  log_id: string;
  next_offset: number;
  state: Buffer;
  stored_ms: number;
}

function keyOf({ processor, topic, partition, patientId }: Checkpoint): string {
  return JSON.stringify([processor, topic, partition, patientId]);
}

function checkpointOf(row: CheckpointRow): Checkpoint {
  return {
    logId: row.log_id,
    processor: row.processor,
    topic: row.topic,
    partition: row.partition,
    patientId: row.patient_id,
    nextOffset: row.next_offset,
    state: new Uint8Array(row.state),
    storedAtMs: row.stored_ms,
  };
}

export function checkpointRepository(query: Query): Repositories['checkpoints'] {
  return {
    async write(checkpoints) {
      const newest = [...new Map(checkpoints.map((checkpoint) => [keyOf(checkpoint), checkpoint])).values()];
      if (newest.length === 0) return;
      // A consumer that lost its partition must not overwrite the new owner's state.
      await query(
        'checkpoints.write',
        `insert into checkpoint (processor, topic, partition, patient_id, log_id, next_offset, state)
         select * from unnest($1::text[], $2::text[], $3::int4[], $4::text[], $5::text[], $6::int8[], $7::bytea[])
         on conflict (processor, topic, partition, patient_id) do update set
           log_id = excluded.log_id, next_offset = excluded.next_offset, state = excluded.state,
           stored_at = clock_timestamp()
         where checkpoint.log_id <> excluded.log_id or checkpoint.next_offset <= excluded.next_offset`,
        [
          textColumn(newest.map(({ processor }) => processor)),
          textColumn(newest.map(({ topic }) => topic)),
          int4Column(newest.map(({ partition }) => partition)),
          textColumn(newest.map(({ patientId }) => patientId)),
          textColumn(newest.map(({ logId }) => logId)),
          int8Column(newest.map(({ nextOffset }) => nextOffset)),
          byteaColumn(newest.map(({ state }) => state)),
        ],
      );
    },

    async read({ processor, topic, partition }) {
      const rows = await query<CheckpointRow>(
        'checkpoints.read',
        `select *, (extract(epoch from stored_at) * 1000)::float8 as stored_ms from checkpoint
         where processor = $1 and topic = $2 and partition = $3
         order by patient_id`,
        [processor, topic, partition],
      );
      return rows.map(checkpointOf);
    },

    async remove({ processor, topic, partition }, patientIds, untilMs) {
      if (patientIds.length === 0) return;
      await query(
        'checkpoints.remove',
        `delete from checkpoint
         where processor = $1 and topic = $2 and partition = $3 and patient_id = any($4::text[])
           and stored_at < to_timestamp($5::float8 / 1000)`,
        [processor, topic, partition, textColumn(patientIds), untilMs],
      );
    },
  };
}
