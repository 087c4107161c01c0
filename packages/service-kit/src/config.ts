import { BeatwatchError } from '@beatwatch/contracts';
import { z } from 'zod';
import { allowedHostsVariable } from './guard/guard-config.ts';
import { logLevels } from './logger.ts';

export type ConfigErrorCode = 'invalid-environment';

/** Names each wrong variable and its rule, never its value: a value may be a secret. */
export class ConfigError extends BeatwatchError<ConfigErrorCode> {}

export type Environment = Readonly<Record<string, string | undefined>>;

/** A whole number in the environment. */
export const integerVariable = (
  min: number,
  max: number,
): z.ZodPipe<z.ZodString, z.ZodTransform<number, string>> =>
  z.string().transform((text, context) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    context.addIssue({ code: 'custom', message: `expected a whole number from ${min} to ${max}` });
    return z.NEVER;
  });

/** A decimal number in the environment. */
export const numberVariable = (
  min: number,
  max: number,
): z.ZodPipe<z.ZodString, z.ZodTransform<number, string>> =>
  z.string().transform((text, context) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= min && value <= max) return value;
    context.addIssue({ code: 'custom', message: `expected a number from ${min} to ${max}` });
    return z.NEVER;
  });

/** Variables that every app reads. */
export const commonVariables = {
  LOG_LEVEL: z.enum(logLevels).default('info'),
  /** Address on which health and metrics are served, for an app with a port of their own. */
  HEALTH_HOST: z.string().default('127.0.0.1'),
  /** Names under which pages and servers may be reached, beside this machine's own; each with any port, or with one. */
  ALLOWED_HOSTS: allowedHostsVariable.default([]),
  /** Connections that a server holds at a time. */
  MAX_CONNECTIONS: integerVariable(1, 100_000).default(1000),
  /** The same from one address; behind a proxy all have the proxy's. */
  MAX_CONNECTIONS_PER_ADDRESS: integerVariable(1, 100_000).default(200),
};

/** Days without a signal after which a patient leaves the ward's view. */
export const wardQuietDaysVariable = integerVariable(1, 3650).default(7);

/** Hours after which a notice of an alarm that could not be delivered is given up and kept to be sent again by hand. */
export const deliveryHoursVariable = integerVariable(1, 168).default(24);

/** `host:port,host:port` in the environment. */
export const brokersVariable = z
  .string()
  .regex(/^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$/, 'expected host:port, several separated by commas')
  .transform((text) => text.split(','));

/** The secret that the dashboard and the gateway share. */
export const secretVariable = z.string().min(32, 'expected at least 32 characters');

/** A Postgres connection string in the environment. */
export const databaseUrlVariable = z.string().regex(/^postgres(ql)?:\/\//, 'expected postgres://...');

/**
 * Reads one app's configuration.
 * @throws ConfigError naming every wrong or missing variable with its rule
 */
export function parseConfig<Schema extends z.ZodType>(schema: Schema, env: Environment): z.output<Schema> {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    (issue) => `${issue.path.join('.') || 'environment'}: ${rule(issue)}`,
  );
  throw new ConfigError(`configuration: ${faults.join('; ')}`, { code: 'invalid-environment' });
}

/** zod's own words, except where they would repeat the value. */
function rule(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `missing or no ${issue.expected}`;
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.map(String).join(', ')}`;
  return issue.message;
}
