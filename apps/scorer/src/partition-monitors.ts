import type { PatientId } from '@beatwatch/contracts';
import type { TickTools } from '@beatwatch/stream-processor';
import type { ScoredPatient } from './scored-patient.ts';

/** The monitors of a partition. */
export const monitorsOf = (states: TickTools<ScoredPatient>['states']) => ({
  entries: () => states.entries().map(([id, { monitor }]) => [id, monitor] as const),
  stateToChange: (id: PatientId) => states.stateToChange(id).monitor,
  beginAnew: (id: PatientId, cause: unknown) => {
    states.beginAnew(id, cause);
  },
});
