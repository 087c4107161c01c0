import { deviceId, patientId } from '@beatwatch/contracts';
import type { WfdbRecord } from '@beatwatch/ecg';
import type { FleetPatient } from './fleet.ts';

export interface RecordedPatientOptions {
  /** Which part of the ids comes before the record's name. Default `mitdb`: `mitdb-208`. */
  readonly prefix?: string;
  /** Default `Ward 3`. */
  readonly ward?: string;
  /** Index of the lead. Default 0. */
  readonly lead?: number;
}

/** A patient whose ECG is a recording played again and again. */
export function recordedPatient(record: WfdbRecord, options: RecordedPatientOptions = {}): FleetPatient {
  const { prefix = 'mitdb', ward = 'Ward 3', lead = 0 } = options;
  return {
    patientId: patientId(`${prefix}-${record.name}`),
    deviceId: deviceId(`${prefix}-dev-${record.name}`),
    displayName: `Record ${record.name}`,
    ward,
    signal: { kind: 'recording', record, lead },
    script: [],
  };
}
