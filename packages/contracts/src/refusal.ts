/**
 * Why a value was refused. An error made with it carries it as `refusal` and in its context; code that wants a part of
 * it reads it there, never out of the message.
 */
export interface Refusal {
  readonly file?: string | undefined;
  /** From 1. */
  readonly line?: number | undefined;
  /** From 1. */
  readonly column?: number | undefined;
  /** Offset in the file, from 0. */
  readonly byte?: number | undefined;
  /** Name or path of the value, such as `samplingRateHz` or `component[1].code`; absent where the place says it all. */
  readonly field?: string | undefined;
  /** The value, or its kind, as it may stand in a message: see `shown`. Absent: the value is missing. */
  readonly found?: string | number | undefined;
  /** A noun phrase, such as `a number from 50 to 2000`. */
  readonly expected: string;
}

/** `r.csv:3: lead: found "x", expected one of I, II`, or `lead is missing; expected one of I, II`. */
export function refusalMessage(refusal: Refusal): string {
  const { file, line, column, byte, field, found, expected } = refusal;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const subject = [place, byte === undefined ? '' : `at byte ${byte}`, field ?? '']
    .filter((part) => part !== '')
    .join(': ');
  if (found === undefined) return `${subject || 'the value'} is missing; expected ${expected}`;
  return `${subject === '' ? '' : `${subject}: `}found ${found}, expected ${expected}`;
}

const longestShown = 40;

/**
 * A value as it may stand in a message: text quoted and cut to 40 characters, an array or an object only by its kind.
 * @returns undefined for undefined: the value is missing
 */
export function shown(value: string | number): string;
export function shown(value: unknown): string | undefined;
export function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') {
    return JSON.stringify(value.length > longestShown ? `${value.slice(0, longestShown)}…` : value);
  }
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    return String(value);
  }
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return value === null ? 'null' : 'an object';
}
