import { refusalMessage, type Refusal } from './refusal.ts';

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
  /** With the parts of the refusal, if there is one. */
  readonly context: ErrorContext;
  readonly refusal: Refusal | undefined;

  /** @param problem a message, or a refusal that the message is built from */
  constructor(problem: string | Refusal, options: BeatwatchErrorOptions<Code>) {
    const refusal = typeof problem === 'string' ? undefined : problem;
    const message = typeof problem === 'string' ? problem : refusalMessage(problem);
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.retryable = options.retryable ?? false;
    this.context = { ...refusal, ...options.context };
    this.refusal = refusal;
  }
}

export type ContractErrorCode = 'undecodable' | 'invalid-field';

/** A message that cannot be decoded, or a field that breaks the contract. */
export class ContractError extends BeatwatchError<ContractErrorCode> {}
