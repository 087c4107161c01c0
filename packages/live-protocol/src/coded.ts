/** A reason, rule or the like by its code, with the values that its sentence speaks of: `{ code: 'away-too-long', hours: 12 }`. */
export type Coded<Values> = {
  readonly [Code in keyof Values]: { readonly code: Code } & Values[Code];
}[keyof Values];

/** What a language says of each code. */
export type Sentences<Values> = { readonly [Code in keyof Values]: (values: Values[Code]) => string };

/** What the sentences of a table speak of, by code. */
export type ValuesOf<Table extends Readonly<Record<string, (values: never) => string>>> = {
  readonly [Code in keyof Table]: Parameters<Table[Code]> extends [infer Values] ? Readonly<Values> : object;
};
