import { malformed } from '../errors.ts';

export interface WfdbAnnotation {
  /** Index of the sample, from 0. */
  readonly sample: number;
  /** One of PhysioNet's annotation symbols, such as `N`, `V` or `+`. */
  readonly symbol: string;
  readonly subtype: number;
  readonly channel: number;
  readonly number: number;
  /** Text, such as the rhythm `(VT` of a `+`. */
  readonly aux?: string;
}

/** Symbols by annotation code, after WFDB's ecgcodes.h; blank where no code is assigned. */
const symbols = ' NLRaVFJASEj/Q~ | sT*D"=pB^t+u?![]en@xf()r';
const code = { skip: 59, number: 60, subtype: 61, channel: 62, aux: 63 } as const;

const symbolOf = (annotationCode: number): string => {
  const symbol = symbols.charAt(annotationCode).trim();
  return symbol === '' ? `#${annotationCode}` : symbol;
};

type Draft = { -readonly [Key in keyof WfdbAnnotation]: WfdbAnnotation[Key] };

/**
 * Reads annotations in MIT format (https://physionet.org/physiotools/wag/annot-5.htm): words of 16 bits, code in
 * the upper 6, samples since the previous one in the lower 10; SKIP, NUM, SUB, CHN and AUX understood.
 * @throws RecordingError where the file ends inside an annotation or an annotation lies before sample 0
 */
export function parseWfdbAnnotations(bytes: Uint8Array, fileName: string): WfdbAnnotation[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const annotations: Draft[] = [];
  let offset = 0;
  let sample = 0;
  let number = 0;
  let channel = 0;
  const need = (byteCount: number): void => {
    if (offset + byteCount > bytes.byteLength) {
      throw malformed({
        file: fileName,
        byte: offset,
        found: 'the end of the file',
        expected: `${byteCount} more bytes of an annotation`,
      });
    }
  };
  while (offset < bytes.byteLength) {
    need(2);
    const word = view.getUint16(offset, true);
    const annotationCode = word >> 10;
    const value = word & 0x3ff;
    const last = annotations.at(-1);
    offset += 2;
    if (word === 0) break;
    if (annotationCode === code.skip) {
      need(4);
      // A PDP-11 long: the high word comes first, each word with its low byte first.
      sample += (view.getInt16(offset, true) << 16) | view.getUint16(offset + 2, true);
      offset += 4;
    } else if (annotationCode === code.number) {
      number = signedByte(value);
      if (last !== undefined) last.number = number;
    } else if (annotationCode === code.subtype) {
      if (last !== undefined) last.subtype = signedByte(value);
    } else if (annotationCode === code.channel) {
      channel = value & 0xff;
      if (last !== undefined) last.channel = channel;
    } else if (annotationCode === code.aux) {
      need(value + (value % 2));
      const text = new TextDecoder('latin1').decode(bytes.subarray(offset, offset + value));
      if (last !== undefined) last.aux = text.replace(/\0.*$/s, '');
      offset += value + (value % 2);
    } else {
      sample += value;
      if (sample < 0)
        throw malformed({
          file: fileName,
          byte: offset - 2,
          found: `sample ${sample}`,
          expected: 'a sample from 0',
        });
      annotations.push({ sample, symbol: symbolOf(annotationCode), subtype: 0, channel, number });
    }
  }
  return annotations;
}

const signedByte = (value: number): number => (value << 24) >> 24;
