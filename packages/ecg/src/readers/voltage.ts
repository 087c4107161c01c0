/** Units that say that a signal is a voltage; the field's files write all of these. */
const microvoltsPerUnit: Readonly<Record<string, number>> = {
  nV: 0.001,
  uV: 1,
  µV: 1,
  μV: 1,
  microvolt: 1,
  microvolts: 1,
  mV: 1000,
  millivolt: 1000,
  millivolts: 1000,
  V: 1e6,
};

/** Microvolts in one of the unit; undefined where the unit is no voltage. */
export const microvoltsIn = (unit: string): number | undefined =>
  Object.hasOwn(microvoltsPerUnit, unit) ? microvoltsPerUnit[unit] : undefined;

/** Units that a caller may name for a file that names none. */
export const voltageUnits = ['uV', 'mV', 'V'] as const;
export type VoltageUnit = (typeof voltageUnits)[number];
