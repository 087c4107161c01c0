import {
  alarmLimitNames,
  checkedLatching,
  checkedLimits,
  ContractError,
  orIssue,
  type AlarmLimits,
} from '@beatwatch/contracts';
import { z } from 'zod';
import { RequestError } from './request-error.ts';

/** Limits of alarms by their names. */
export const limitsField = z
  .record(z.string(), z.unknown(), 'an object of limits by their names')
  .transform((limits, context) => orIssue(context, () => checkedLimits(limits)));

/** Kinds of alarms, each with whether it stays until it is acknowledged. */
export const latchingField = z
  .record(z.string(), z.unknown(), 'an object of true or false by kind of alarm')
  .transform((latching, context) => orIssue(context, () => checkedLatching(latching)));

/** @throws RequestError 400 naming the limit */
export function queriedLimits(parameters: Readonly<Record<string, string>>): AlarmLimits {
  const given = alarmLimitNames.filter((name) => parameters[name] !== undefined);
  try {
    return checkedLimits(Object.fromEntries(given.map((name) => [name, Number(parameters[name])])));
  } catch (error) {
    throw error instanceof ContractError ? new RequestError(400, 'invalid-request', error.message) : error;
  }
}
