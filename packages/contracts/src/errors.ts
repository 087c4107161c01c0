/** Plain values that say where an error happened; never secrets, never whole payloads. */
export type ErrorContext = Readonly<Record<string, string | number | boolean | undefined>>;

export interface BeatwatchErrorOptions<Code extends string> {
  /** From the closed set of codes of the package that throws. */
  readonly code: Code;
  /** True where the same call may succeed later with nothing changed. Default false. */
  readonly retryable?: boolean;
  readonly context?: ErrorContext;
  readonly cause?: unknown;
}

/** Base of every error that Beatwatch throws on purpose. */
export class BeatwatchError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly retryable: boolean;
  readonly context: ErrorContext;

  constructor(message: string, options: BeatwatchErrorOptions<Code>) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.retryable = options.retryable ?? false;
    this.context = options.context ?? {};
  }
}

export type ContractErrorCode = 'undecodable' | 'invalid-field';

/** A message that cannot be read or that breaks the contract; names the field, what was found and what was expected. */
export class ContractError extends BeatwatchError<ContractErrorCode> {}
