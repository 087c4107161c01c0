import { BeatwatchError, ContractError } from '@beatwatch/contracts';
import { EcgError } from '@beatwatch/ecg';

/** What is wrong with one part of what a device sent. */
export interface Fault {
  /** Place in the array or in the Bundle's entries, from 0; absent where there is only one part. */
  readonly index?: number;
  /** Such as `component[1].valueSampledData.period`. */
  readonly field: string;
  readonly found: string;
  readonly expected: string;
}

export type IntakeErrorCode = 'unusable';

/** One part of what a device sent cannot be used. */
export class IntakeError extends BeatwatchError<IntakeErrorCode> {
  readonly fault: Fault;

  constructor(fault: Fault, cause?: unknown) {
    super(`${fault.field}: found ${fault.found}, expected ${fault.expected}`, {
      code: 'unusable',
      context: { field: fault.field },
      cause,
    });
    this.fault = fault;
  }
}

/** A value as it may stand in an answer: short, and never a whole payload. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value === null ? 'null' : 'an object';
}

export const unusable = (field: string, found: unknown, expected: string): IntakeError =>
  new IntakeError({ field, found: shown(found), expected });

const sentence = /^(?:(.*?): )?found (.*), expected (.*)$/s;

/**
 * Says with the words of this package what the contract or the signal code refused.
 * @param field where it was found, if the error does not say so itself
 */
export function asIntakeError(error: unknown, field: string): unknown {
  if (!(error instanceof ContractError) && !(error instanceof EcgError)) return error;
  const [, place, found, expected] = sentence.exec(error.message) ?? [];
  if (found === undefined || expected === undefined) return error;
  return new IntakeError(
    { field: error instanceof ContractError ? (place ?? field) : field, found, expected },
    error,
  );
}
