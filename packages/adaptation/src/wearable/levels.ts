import type { PatientThreshold } from '../patient-threshold.ts';

/**
 * The levels of a wearable model's anomaly score that are in force.
 * @param setThreshold staff's; undefined for the learned one
 */
export function levelsWith(
  { threshold: learned, clearThreshold }: PatientThreshold,
  setThreshold: number | undefined,
): PatientThreshold {
  const threshold = setThreshold ?? learned;
  return { threshold, clearThreshold: Math.min(clearThreshold, threshold) };
}
