import type { PatientId } from '@beatwatch/contracts';
import type { TickTools } from '@beatwatch/stream-processor';
import type { OpenAlarms } from './orphaned-alarms.ts';
import type { ScoredPatient } from './scored-patient.ts';

/** The monitors of a partition. */
export const monitorsOf = (states: TickTools<ScoredPatient>['states']) => ({
  entries: () => states.entries().map(([id, { monitor }]) => [id, monitor] as const),
  stateToChange: (id: PatientId) => states.stateToChange(id).monitor,
  beginAnew: (id: PatientId, cause: unknown) => {
    states.beginAnew(id, cause);
  },
});

/** The alarms that the monitors of a partition hold open. */
export const openAlarmsOf = (states: TickTools<ScoredPatient>['states']): OpenAlarms =>
  new Map(
    states
      .entries()
      .map(([id, { monitor }]) => [
        id,
        new Set(Object.values(monitor.state.monitor.open).map(({ event }) => event.alarmId)),
      ]),
  );
