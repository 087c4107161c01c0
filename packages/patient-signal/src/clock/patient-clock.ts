import { axisState, type AxisState } from './patient-axis.ts';
import { stampState, type StampState } from './stamps.ts';

/** What was last noted of a lead's clock; plain data. */
interface ClockNote {
  /** What was added to its times in all, microseconds. */
  correctedUs: number;
  /** End of its signal on the axis; 0 before any. */
  endUs: number;
  /** Arrival of the newest packet; absent in the state of an earlier version. */
  heardUs?: number;
  /** Time of the newest note on the axis; 0 before any. */
  notedUs: number;
}

/** How the clocks of a patient's devices stand to the log and to each other; plain data. */
export interface PatientClock {
  readonly stamps: StampState;
  readonly axis: AxisState;
  readonly notes: Map<string, ClockNote>;
}

export const patientClock = (): PatientClock => ({
  stamps: stampState(),
  axis: axisState(),
  notes: new Map(),
});
