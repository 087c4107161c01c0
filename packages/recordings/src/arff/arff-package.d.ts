declare module 'arff' {
  export interface ArffRelation {
    readonly relation: string | null;
    readonly attributes: readonly {
      readonly name: string;
      readonly type: string;
      readonly values?: readonly string[];
    }[];
    /** One object a row, by attribute name; a missing value has no key. */
    readonly data: readonly Readonly<Record<string, string | number | undefined>>[];
  }
  export function format(relation: ArffRelation): string;
  export function parse(text: string): ArffRelation;
}
