import {
  alarmKinds,
  alarmLimitFields,
  alarmLimitNames,
  checkedLatching,
  checkedLimits,
  ContractError,
  wardName,
  type AlarmLimitName,
  type AlarmLimits,
} from '@beatwatch/contracts';
import { z } from 'zod';
import { expectationText, expects, type Expectation } from './expectations.ts';
import { invalidFields } from './invalid-fields.ts';

/** Limits of alarms by their names. */
export const limitsField = z
  .record(z.string(), z.unknown(), expects({ code: 'limits-by-name' }))
  .transform((limits, context) => checkedBy(checkedLimits, limits, { context, ruleOf: limitRule }));

/** Kinds of alarms, each with whether it stays until it is acknowledged. */
export const latchingField = z
  .record(z.string(), z.unknown(), expects({ code: 'latching-by-kind' }))
  .transform((latching, context) => checkedBy(checkedLatching, latching, { context, ruleOf: latchingRule }));

/** The ward that limits are set for. */
export const wardField = z
  .string(expects({ code: 'ward-name' }))
  .transform((text, context) =>
    checkedBy(wardName, text.trim(), { context, ruleOf: () => ({ code: 'ward-name' }) }),
  );

/** @throws RequestError 400 naming the limit */
export function queriedLimits(parameters: Readonly<Record<string, string>>): AlarmLimits {
  const given = alarmLimitNames.filter((name) => parameters[name] !== undefined);
  try {
    return checkedLimits(Object.fromEntries(given.map((name) => [name, Number(parameters[name])])));
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    const rule = limitRule(error);
    throw invalidFields([{ ...error.refusal, expected: expectationText(rule), rule }]);
  }
}

function limitRule({ refusal, message }: ContractError): Expectation {
  const name = refusal?.field ?? '';
  if (!Object.hasOwn(alarmLimitFields, name)) return { code: 'one-of', values: alarmLimitNames.join(', ') };
  const { min: least, max: most } = alarmLimitFields[name as AlarmLimitName];
  return { code: 'alarm-limit', least, most, rule: refusal?.expected ?? message };
}

const latchingRule = ({ refusal }: ContractError): Expectation =>
  refusal?.field === 'latching'
    ? { code: 'one-of', values: alarmKinds.join(', ') }
    : { code: 'true-or-false' };

/** What the contracts refuse is an issue of the field that they name. */
function checkedBy<Given, Value>(
  check: (given: Given) => Value,
  given: Given,
  {
    context,
    ruleOf,
  }: { readonly context: z.RefinementCtx; readonly ruleOf: (error: ContractError) => Expectation },
): Value {
  try {
    return check(given);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    const name = error.refusal?.field?.split('.').at(-1) ?? '';
    const isNamed = typeof given === 'object' && given !== null && name in given;
    context.addIssue({
      code: 'custom',
      message: expects(ruleOf(error)),
      ...(isNamed && { path: [name], input: (given as Readonly<Record<string, unknown>>)[name] }),
    });
    return z.NEVER;
  }
}
