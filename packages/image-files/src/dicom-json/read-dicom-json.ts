import { attributes } from '../dicom/attributes.ts';
import { readPart10 } from '../dicom/part10.ts';
import { defaultImageLimits } from '../limits.ts';
import { dicomJsonOf, type DicomJson } from './dicom-json.ts';

/** The pixel data of a file, unconverted. */
export interface DicomPixels {
  readonly bytes: Uint8Array;
  readonly transferSyntaxUid: string;
}

/**
 * The attributes and the pixel data of a DICOM file.
 * @param bytes of a native transfer syntax
 * @throws ImageFileError (`broken-file`, `unsupported`, `too-large`)
 */
export async function readDicomJson(
  bytes: Uint8Array,
): Promise<{ readonly json: DicomJson; readonly pixels: DicomPixels }> {
  const { dataSet, syntax } = await readPart10('instance', bytes, defaultImageLimits);
  return {
    json: dicomJsonOf(dataSet),
    pixels: {
      bytes: dataSet.value(attributes.pixelData) ?? new Uint8Array(),
      transferSyntaxUid: syntax.uid,
    },
  };
}
