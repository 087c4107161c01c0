export type { PatientOutput } from './clock/on-axis.ts';
export { requireMeasuredBefore } from './clock/stamps.ts';
export { PatientLeads } from './patient-leads.ts';
