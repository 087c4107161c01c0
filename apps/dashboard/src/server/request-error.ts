import { BeatwatchError, type Refusal } from '@beatwatch/contracts';
import type { Expectation } from './expectations.ts';
import { refusals, refusalText, type CodedRefusal, type RefusalCode } from './refusals.ts';

/** A field that was refused. */
export interface RefusedField extends Refusal {
  /** `expected` by its code and values, for pages in other languages. */
  readonly rule: Expectation;
}

/** A request that ends in a problem, which pages say in the language of whoever reads them. */
export class RequestError extends BeatwatchError<RefusalCode> {
  /** Of HTTP. */
  readonly status: number;
  /** What the sentence speaks of. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly errors: readonly RefusedField[] | undefined;

  constructor(
    refusal: CodedRefusal,
    { cause, errors }: { readonly cause?: unknown; readonly errors?: readonly RefusedField[] } = {},
  ) {
    const { code, ...values } = refusal;
    const { status } = refusals[code];
    super(refusalText(refusal), { code, retryable: status === 503, cause });
    this.status = status;
    this.values = values;
    this.errors = errors;
  }
}
