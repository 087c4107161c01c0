import { convertBytes } from 'dicom-character-set';

const latin1 = 'ISO_IR 100';

/**
 * Text in the Specific Character Set (0008,0005) of a data set (PS3.5 6.1). A missing or unknown character set, or an
 * invalid escape sequence, is read as Latin-1, as most files of old scanners mean it.
 */
export function decodeText(bytes: Uint8Array, characterSet: string | undefined, vr: string): string {
  try {
    return convertBytes(characterSet ?? latin1, bytes, { vr });
  } catch {
    return convertBytes(latin1, bytes, { vr });
  }
}
