import { BeatwatchError, ContractError, shown, type Refusal } from '@beatwatch/contracts';

/** What is wrong with one part of a post. */
export interface Fault {
  /** Place in the array or in the Bundle's entries, from 0; absent where there is only one part. */
  readonly index?: number;
  /** Such as `component[1].valueSampledData.period`. */
  readonly field: string;
  /** The value or its kind; `nothing` where the field is missing. */
  readonly found: string;
  readonly expected: string;
  /** The device of a part that names no patient, where nobody wore it: the part can be sent again once it is paired. */
  readonly unpairedDevice?: string;
}

export type DeviceFormatErrorCode = 'unusable';

/** A part of a post that cannot be used. */
export class DeviceFormatError extends BeatwatchError<DeviceFormatErrorCode> {
  readonly fault: Fault;

  constructor(refusal: Refusal & { readonly field: string }, cause?: unknown) {
    super(refusal, { code: 'unusable', cause });
    const { field, found = 'nothing', expected } = refusal;
    this.fault = { field, found: String(found), expected };
  }
}

/** A part that names a device alone, which no patient wore then. */
export class UnpairedDeviceError extends DeviceFormatError {
  override readonly fault: Fault;

  constructor(deviceId: string, timeUs: number) {
    const refusal = {
      field: 'deviceId',
      found: `${shown(deviceId)}, which no patient wore at ${isoOf(timeUs)}`,
      expected: `a patientId, or a device that is paired with a patient (page /patients, or "beatwatch devices pair ${deviceId} PATIENT")`,
    };
    super(refusal);
    this.fault = { ...refusal, unpairedDevice: deviceId };
  }
}

const isoOf = (timeUs: number): string =>
  Number.isFinite(timeUs) && Math.abs(timeUs) < 8.64e18
    ? new Date(timeUs / 1000).toISOString()
    : `${timeUs} us`;

export const unusable = (field: string, value: unknown, expected: string): DeviceFormatError =>
  new DeviceFormatError({ field, found: shown(value), expected });

/** The contract's refusal as an error of this package; any other error as it is. */
export function refusedByContract(error: unknown): unknown {
  if (!(error instanceof ContractError) || error.refusal === undefined) return error;
  const { field = 'body', ...refusal } = error.refusal;
  return new DeviceFormatError({ field, ...refusal }, error);
}

/** A refusal of the values of a lead as an error about `field`, where the signal lay; any other error as it is. */
export function refusedSignal(error: unknown, field: string): unknown {
  if (!(error instanceof ContractError) || error.refusal === undefined) return error;
  const { found, expected } = error.refusal;
  return new DeviceFormatError({ field, found, expected }, error);
}
