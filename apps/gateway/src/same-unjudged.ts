import type { UnjudgedPatient } from '@beatwatch/live-protocol';

/** Whether nothing has changed. Times may differ by what their conversion to the wall clock does. */
export const sameUnjudged = (a: readonly UnjudgedPatient[], b: readonly UnjudgedPatient[]): boolean =>
  a.length === b.length &&
  a.every(
    ({ patientId, sinceMs }, index) =>
      b[index]?.patientId === patientId && Math.abs(b[index].sinceMs - sinceMs) < 500,
  );
