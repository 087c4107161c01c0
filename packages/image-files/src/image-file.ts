export type ImageFormat = 'dicom' | 'png' | 'jpeg' | 'tiff' | 'npy';

/** What a value means: Hounsfield units (CT), or grey as the file stores it after its own rescale. */
export type ValueUnit = 'hounsfield' | 'grey';

/** One frame of one colour channel. */
export interface ImagePlane {
  /** `[height * width]`, row by row from the top, in the file's {@link ValueUnit}. */
  readonly values: Float32Array;
  /** `[height * width]`, 1 where the pixel is padding that no one may change; absent where none is. */
  readonly padding?: Uint8Array;
}

/** What a DICOM object says of itself, as far as the services need it. */
export interface DicomIdentity {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  /** Empty where the object has none. */
  readonly patientId: string;
  /** `CT`, `MR`, `CR`, `DX`, `OT`, … */
  readonly modality: string;
  readonly transferSyntaxUid: string;
}

/** Ties the files of one run together: which new series each old one becomes, and what is said of it. */
export interface Derivation {
  /** DICOM Derivation Description (0008,2111): what was done, with the model's name and version. */
  readonly description: string;
  /** What is said of a new series behind its old description. */
  readonly seriesNote: string;
  /** When it was done: content, series and instance creation dates are written from it. */
  readonly at: Date;
  /** The new SeriesInstanceUID for an old one; the same answer each time it is asked in a run. */
  seriesUidFor(oldSeriesInstanceUid: string): string;
  /** A new UID for an instance. */
  createUid(): string;
}

/** An image file that was read: its planes, and the way back to a file of the same format. */
export interface ImageFile {
  readonly format: ImageFormat;
  /** As in `Content-Type`: `application/dicom`, `image/png`, … */
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly frameCount: number;
  readonly channelCount: number;
  readonly unit: ValueUnit;
  /** The least and the greatest value that a file of this kind can store, in its unit. */
  readonly range: { readonly lowest: number; readonly highest: number };
  /** Low values are shown bright (DICOM's MONOCHROME1). */
  readonly lowestIsWhite?: boolean;
  readonly pixelSpacingMm?: { readonly row: number; readonly column: number };
  /** Present for DICOM. */
  readonly dicom?: DicomIdentity;
  /**
   * Decodes one plane; of its frame one copy is held until another is asked for.
   * @throws ImageFileError (`broken-file`)
   */
  plane(frame: number, channel: number): Promise<ImagePlane>;
  /**
   * A file of the same format with other values; everything that is not pixels stays, but for what a DICOM object must
   * say of its derivation. Padding keeps its values. Values outside {@link range} are cut to it.
   * @param values `[frame * channelCount + channel]`: one plane's values each, as {@link plane} gives them
   */
  withValues(values: readonly Float32Array[], derivation: Derivation): Promise<Uint8Array>;
}
