/** PS3.6 as data; dcmjs brings no types. */
declare module 'dcmjs/dictionary' {
  /** By tag: `(gggg,eeee)`, or `(gggg-gggg,eeee)` for a repeating group. */
  const dictionary: Readonly<
    Record<string, { readonly vr: string; readonly name: string; readonly version: string }>
  >;
  export default dictionary;
}

declare module 'dicom-character-set' {
  /** @throws Error for an unknown character set or escape sequence */
  export function convertBytes(
    specificCharacterSet: string,
    bytes: Uint8Array,
    options: { readonly vr: string },
  ): string;
}
