import { issueOptions, refusalOfIssue } from '@beatwatch/contracts';
import { z } from 'zod';
import { DeviceFormatError } from './fault.ts';

// The message of a schema is what was expected.
export const text = z.string({ error: 'a text' });
export const number = z.number({ error: 'a number' });

/**
 * Reads a value of the schema's shape.
 * @param at path of the value in the post, such as `component[0]`
 * @throws DeviceFormatError
 */
export function shaped<Schema extends z.ZodType>(schema: Schema, value: unknown, at = ''): z.output<Schema> {
  const result = schema.safeParse(value, issueOptions);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const { field = 'body', ...refusal } = refusalOfIssue(issue ?? {}, at);
  throw new DeviceFormatError({ field, ...refusal });
}
