import type { PatientId } from '@beatwatch/contracts';
import type { Checkpoint, Repositories } from '@beatwatch/timescale';

/** The table as a plain map: its real form is tested with the database. */
export function checkpointTable(): Repositories['checkpoints'] & {
  readonly rows: Map<PatientId, Checkpoint>;
} {
  const rows = new Map<PatientId, Checkpoint>();
  return {
    rows,
    write: (checkpoints) => {
      for (const row of checkpoints) rows.set(row.patientId, row);
      return Promise.resolve();
    },
    read: ({ partition }) => Promise.resolve([...rows.values()].filter((row) => row.partition === partition)),
    remove: (_key, patientIds) => {
      for (const id of patientIds) rows.delete(id);
      return Promise.resolve();
    },
  };
}
