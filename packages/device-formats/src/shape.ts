import { z } from 'zod';
import { IntakeError, shown } from './fault.ts';

/** Leaves of the schemas: their message is what was expected. */
export const text = z.string({ error: 'a text' });
export const number = z.number({ error: 'a number' });

/**
 * Reads a value of the schema's shape.
 * @param at path of the value in what was sent, such as `component[0]`
 * @throws IntakeError naming the field, what was found and what was expected
 */
export function shaped<Schema extends z.ZodType>(schema: Schema, value: unknown, at = ''): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  if (issue?.code === 'unrecognized_keys') {
    const field = pathText(at, [...path, issue.keys[0] ?? '']);
    throw new IntakeError({ field, found: 'a field of this name', expected: issue.message });
  }
  throw new IntakeError({
    field: pathText(at, path) || 'body',
    found: shown(valueAt(value, path)),
    expected: issue?.message ?? 'another value',
  });
}

function pathText(at: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, at);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    return (inner as Readonly<Record<PropertyKey, unknown>>)[key];
  }, value);
}
