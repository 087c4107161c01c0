/** Spellings of units of voltage that files and devices use. */
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

/** Microvolts in one unit; `undefined` where it is not a unit of voltage. */
export const microvoltsIn = (unit: string): number | undefined =>
  Object.hasOwn(microvoltsPerUnit, unit) ? microvoltsPerUnit[unit] : undefined;

/** Units that a caller may give for a file that does not state one. */
export const voltageUnits = ['uV', 'mV', 'V'] as const;
export type VoltageUnit = (typeof voltageUnits)[number];
