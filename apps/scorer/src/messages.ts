import {
  decodePatientCommand,
  requirePatientKey,
  type Observation,
  type PatientCommand,
  type PatientId,
} from '@beatwatch/contracts';

/** A command under another key would be carried out beside the patient's state, which another partition has. */
export function decodeCommand(bytes: Uint8Array, key: Uint8Array): PatientCommand {
  const command = decodePatientCommand(bytes);
  requirePatientKey(key, command.patientId);
  return command;
}

export const patientOf = (observation: Observation): PatientId =>
  observation.kind === 'beat' ? observation.beat.patientId : observation.second.patientId;

export const isLate = (observation: Observation): boolean =>
  (observation.kind === 'beat' ? observation.beat.late : observation.second.late) === true;
