import { ContractError } from './errors.ts';
import { shown, type Refusal } from './refusal.ts';

/** The parts of a zod issue that are read here, spelled out so that this package does not depend on zod. */
export interface SchemaIssue {
  readonly code?: string | undefined;
  readonly path?: readonly PropertyKey[] | undefined;
  readonly message?: string | undefined;
  readonly input?: unknown;
  readonly expected?: unknown;
  readonly values?: readonly unknown[] | undefined;
  readonly keys?: readonly string[] | undefined;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly origin?: string | undefined;
  readonly inclusive?: boolean | undefined;
}

/**
 * Second argument of `safeParse`: each issue's message becomes what was expected, unless the schema has its own, and the
 * issue carries the value.
 */
export const issueOptions = {
  reportInput: true,
  error: (issue: SchemaIssue): string => expectedOf(issue),
} as const;

/** What a transform of a zod schema is given, as far as it is needed here. */
interface TransformContext {
  addIssue(issue: { readonly code: 'custom'; readonly message: string }): void;
}

/**
 * What `read` gives within a transform of a zod schema; what the contracts refuse is an issue of the parsed value.
 * @param context of the transform
 */
export function orIssue<Value>(context: TransformContext, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    // The issue ends the parsing: nobody sees a value.
    return undefined as never;
  }
}

/**
 * The refusal that an issue of `schema.safeParse(value, issueOptions)` stands for.
 * @param at path of the parsed value, such as `component[0]`. Default: the issue's path alone
 */
export function refusalOfIssue(issue: SchemaIssue, at = ''): Refusal {
  const path = issue.path ?? [];
  const expected = issue.message ?? expectedOf(issue);
  const [unknownKey] = issue.code === 'unrecognized_keys' ? (issue.keys ?? []) : [];
  if (unknownKey !== undefined) {
    return { field: pathText(at, [...path, unknownKey]), found: 'a field of this name', expected };
  }
  return { field: pathText(at, path), found: shown(issue.input), expected };
}

function pathText(at: string, path: readonly PropertyKey[]): string | undefined {
  const text = path.reduce<string>((before, key) => {
    if (typeof key === 'number') return `${before}[${key}]`;
    return before === '' ? String(key) : `${before}.${String(key)}`;
  }, at);
  return text === '' ? undefined : text;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  int: 'a whole number',
  array: 'an array',
  object: 'an object',
  record: 'an object',
};

function expectedOf({ code, expected, values, keys, ...limits }: SchemaIssue): string {
  switch (code) {
    case 'invalid_type':
      return kinds[String(expected)] ?? `a ${String(expected)}`;
    case 'invalid_value':
      return values?.length === 1
        ? String(shown(values[0]))
        : `one of ${(values ?? []).map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `no field ${(keys ?? []).join(', ')}`;
    case 'too_small':
      return bound(limits.inclusive === false ? 'more than' : 'at least', limits.minimum, limits.origin);
    case 'too_big':
      return bound(limits.inclusive === false ? 'less than' : 'at most', limits.maximum, limits.origin);
    default:
      return 'another value';
  }
}

function bound(comparison: string, limit: unknown, origin: string | undefined): string {
  const unit = origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';
  return `${comparison} ${String(limit)}${unit}`;
}
