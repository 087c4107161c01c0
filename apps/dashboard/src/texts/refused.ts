import type { Expectation } from '../server/expectations.ts';

/** Sentences of a language about what was refused; in English where a code is not known. */
export interface RefusalTexts {
  readonly byServer: (refused: Refused) => string;
  readonly byGateway: (refused: Refused) => string;
}

/** Why a server or the gateway did not do what was asked, as it came: in English, with what another language needs. */
export interface Refused {
  /** A sentence in English. */
  readonly message: string;
  /** Absent where it comes from elsewhere, such as a proxy, or from an older version. */
  readonly code?: string | undefined;
  /** What the sentence speaks of. */
  readonly values?: Readonly<Partial<Record<string, unknown>>> | undefined;
  /** Fields that were refused, each with its rule. */
  readonly errors?:
    readonly { readonly field?: string | undefined; readonly rule?: Expectation }[] | undefined;
}
