import {
  decodePatientCommand,
  observedIn,
  requirePatientKey,
  type Observation,
  type PatientCommand,
} from '@beatwatch/contracts';

/** A command under another key would be carried out beside the patient's state, which another partition has. */
export function decodeCommand(bytes: Uint8Array, key: Uint8Array): PatientCommand {
  const command = decodePatientCommand(bytes);
  requirePatientKey(key, command.patientId);
  return command;
}

export const isLate = (observation: Observation): boolean => observedIn(observation).late === true;
