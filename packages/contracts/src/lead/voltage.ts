/** Units of voltage by their names in lower case, with both micro signs as `u`. */
const microvoltsPerUnit: Readonly<Record<string, number>> = {
  nv: 0.001,
  uv: 1,
  microv: 1,
  microvolt: 1,
  microvolts: 1,
  mv: 1000,
  milliv: 1000,
  millivolt: 1000,
  millivolts: 1000,
  v: 1e6,
  volt: 1e6,
  volts: 1e6,
};

/**
 * Microvolts in one unit; `undefined` where it is not a unit of voltage, and for `MV`, which may be a thousandth of a volt or a
 * million volts.
 */
export function microvoltsIn(unit: string): number | undefined {
  const plain = unit.trim().replace(/[\u00b5\u03bc]/, 'u');
  if (plain.startsWith('MV')) return undefined;
  const known = plain.toLowerCase();
  return Object.hasOwn(microvoltsPerUnit, known) ? microvoltsPerUnit[known] : undefined;
}

/** Units that a caller may give for a file that does not state one. */
export const voltageUnits = ['uV', 'mV', 'V'] as const;
export type VoltageUnit = (typeof voltageUnits)[number];
