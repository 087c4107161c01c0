import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GreyImage } from '@beatwatch/denoiser';
import { ImageFileError, readImageFile } from '@beatwatch/image-files';
import { StudyError } from '../errors.ts';

/** One CT slice of a folder. */
export interface CtSlice {
  /** Within the folder. */
  readonly file: string;
  /** DICOM's PatientID. */
  readonly patient: string;
  /** In HU, clipped to -1024 to 3071: scanners fill the area outside their circle with lower values. */
  readonly image: GreyImage;
  readonly pixelSpacingMm: number;
}

export interface CtFolder {
  readonly slices: readonly CtSlice[];
  /** Files that are not a CT slice of one frame with square pixels, each with the reason. */
  readonly leftOut: readonly { readonly file: string; readonly reason: string }[];
}

export interface ReadCtSlicesOptions {
  /** Predicate of the patients to read. Default: all. */
  readonly wanted?: (patient: string) => boolean;
  readonly onFile?: (done: number, count: number) => void;
}

const huRange = { lowest: -1024, highest: 3071 } as const;

/**
 * Reads every CT slice below a folder, ordered by name.
 * @throws StudyError (`unsuitable-data`) if there is no DICOM file, (`broken-file`) if the folder cannot be read
 */
export async function readCtSlices(folder: string, options: ReadCtSlicesOptions = {}): Promise<CtFolder> {
  const { wanted = () => true, onFile } = options;
  const files = await dicomFilesOf(folder);
  const slices: CtSlice[] = [];
  const leftOut: { file: string; reason: string }[] = [];
  for (const [index, file] of files.entries()) {
    const found = await readSlice(folder, file, wanted);
    if (found.kind === 'slice') slices.push(found.slice);
    if (found.kind === 'left-out') leftOut.push({ file, reason: found.reason });
    onFile?.(index + 1, files.length);
  }
  return { slices, leftOut };
}

async function dicomFilesOf(folder: string): Promise<readonly string[]> {
  let names: string[];
  try {
    names = await readdir(folder, { recursive: true });
  } catch (cause) {
    throw new StudyError(
      { file: folder, expected: 'a readable folder of CT slices' },
      { code: 'broken-file', cause },
    );
  }
  const files = names.filter((name) => /\.(dcm|dicom|ima)$/i.test(name)).sort();
  if (files.length > 0) return files;
  throw new StudyError(
    { file: folder, field: 'a file that ends in .dcm, .dicom or .ima', expected: 'CT slices' },
    { code: 'unsuitable-data' },
  );
}

type FoundFile =
  | { readonly kind: 'slice'; readonly slice: CtSlice }
  | { readonly kind: 'left-out'; readonly reason: string }
  | { readonly kind: 'unwanted' };

async function readSlice(
  folder: string,
  file: string,
  wanted: (patient: string) => boolean,
): Promise<FoundFile> {
  try {
    const image = await readImageFile(await readFile(join(folder, file)), { name: file });
    const { width, height, unit, frameCount, dicom, pixelSpacingMm } = image;
    if (unit !== 'hounsfield' || dicom === undefined || frameCount !== 1)
      return {
        kind: 'left-out',
        reason: `found ${dicom?.modality ?? 'another format'}, expected one CT slice in HU`,
      };
    if (pixelSpacingMm === undefined || Math.abs(pixelSpacingMm.row - pixelSpacingMm.column) > 1e-3)
      return { kind: 'left-out', reason: 'square pixels with a spacing in mm are missing' };
    if (!wanted(dicom.patientId)) return { kind: 'unwanted' };
    const { values } = await image.plane(0, 0);
    const cut = values.map((hu) => Math.min(huRange.highest, Math.max(huRange.lowest, hu)));
    const slice = {
      file,
      patient: dicom.patientId,
      image: { width, height, values: cut },
      pixelSpacingMm: pixelSpacingMm.row,
    };
    return { kind: 'slice', slice };
  } catch (error) {
    if (error instanceof ImageFileError) return { kind: 'left-out', reason: error.message };
    throw error;
  }
}
