import { BeatwatchError } from '@beatwatch/contracts';

export type SimulatorErrorCode = 'invalid-script' | 'invalid-option';

/** Invalid script or option; the message names the field, the value found and the value expected. */
export class SimulatorError extends BeatwatchError<SimulatorErrorCode> {}

/** Returns the value. @throws SimulatorError unless `min` <= value <= `max`, also for NaN */
export function optionInRange(option: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  throw new SimulatorError(
    { field: option, found: value, expected: `a number from ${min} to ${max}` },
    {
      code: 'invalid-option',
    },
  );
}
