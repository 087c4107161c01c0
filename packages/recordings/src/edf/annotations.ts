/** A text of an EDF+ file, or, with an empty text, the start of a record. */
export interface EdfAnnotation {
  /** From the start of the file. */
  readonly onsetSeconds: number;
  /** Empty for the start of a record. */
  readonly text: string;
}

/** https://www.edfplus.info/specs/edfplus.html, 2.2: onset, optionally 0x15 and a duration, 0x14, texts that end in 0x14. */
const listPattern = /^([+-]\d+(?:\.\d*)?)(?:\x15\d+(?:\.\d*)?)?\x14(.*)$/s;

/**
 * Reads the time-stamped annotation lists of one record. Anything else is skipped: an unreadable text is no reason to
 * refuse the samples.
 */
export function parseAnnotationLists(bytes: Uint8Array): EdfAnnotation[] {
  return new TextDecoder('utf-8')
    .decode(bytes)
    .split('\0')
    .flatMap((list) => {
      const parts = listPattern.exec(list);
      if (parts === null) return [];
      const onsetSeconds = Number(parts[1]);
      const texts = (parts[2] ?? '').split('\x14');
      if (texts.length > 1) texts.pop();
      return texts.map((text) => ({ onsetSeconds, text }));
    });
}
