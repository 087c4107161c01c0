import { BeatwatchError } from '@beatwatch/contracts';

export type SimulatorErrorCode = 'invalid-script' | 'invalid-option';

/** A script or an option that the simulator cannot follow; names the field, what was found and what was expected. */
export class SimulatorError extends BeatwatchError<SimulatorErrorCode> {}

/** @throws SimulatorError unless `min` <= value <= `max`; not-a-number fails too. */
export function optionInRange(option: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  throw new SimulatorError(`${option}: found ${value}, expected a number from ${min} to ${max}`, {
    code: 'invalid-option',
    context: { option },
  });
}
