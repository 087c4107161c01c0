/** The part of dcmjs that is used; it brings no types of its own. */
declare module 'dcmjs' {
  export interface DcmjsElement {
    readonly vr: string;
    readonly Value?: readonly unknown[];
  }
  export interface DictionaryEntry {
    /** `(gggg,eeee)` */
    readonly tag: string;
    readonly vr: string;
  }
  interface DcmjsLog {
    setLevel(level: 'silent'): void;
  }
  interface Dcmjs {
    readonly data: {
      readonly DicomMessage: {
        /** Tags in upper case, eight digits, to elements. */
        readFile(file: ArrayBufferLike): {
          readonly meta: Readonly<Record<string, DcmjsElement>>;
          readonly dict: Readonly<Record<string, DcmjsElement>>;
        };
      };
      readonly DicomMetaDictionary: {
        readonly nameMap: Readonly<Record<string, DictionaryEntry | undefined>>;
      };
    };
    readonly log: DcmjsLog & { getLogger(name: string): DcmjsLog };
  }
  const dcmjs: Dcmjs;
  export default dcmjs;
}
