/** What a machine's key may be used for, with what that is. */
export const machineScopes = {
  ingest: 'send packets',
  fhir: 'read devices and give them to patients, by FHIR',
} as const;
export type MachineScope = keyof typeof machineScopes;

export const machineScopeNames = Object.keys(machineScopes) as MachineScope[];
