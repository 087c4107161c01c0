export type ImageFormat = 'dicom' | 'png' | 'jpeg' | 'tiff' | 'npy';

/** Unit of values: Hounsfield units (CT), or grey values after the file's own rescale. */
export type ValueUnit = 'hounsfield' | 'grey';

/** One frame of one colour channel. */
export interface ImagePlane {
  /** `[height * width]`, row by row from the top, in the file's {@link ValueUnit}. */
  readonly values: Float32Array;
  /** `[height * width]`, 1 where the pixel is padding, which must not change; absent without padding. */
  readonly padding?: Uint8Array;
}

/** Identifying attributes of a DICOM object. */
export interface DicomIdentity {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  /** Empty where it is missing. */
  readonly patientId: string;
  /** `CT`, `MR`, `CR`, `DX`, `OT`, … */
  readonly modality: string;
  readonly transferSyntaxUid: string;
}

/** Links the files of one run: the new series of each source series, and its description. */
export interface Derivation {
  /** DICOM Derivation Description (0008,2111): the processing, with the model's name and version. */
  readonly description: string;
  /** Appended to the description of a series. */
  readonly seriesNote: string;
  /** Time of the derivation: content, series and instance creation dates. */
  readonly at: Date;
  /** The new SeriesInstanceUID for that of a source; the same one throughout a run. */
  seriesUidFor(oldSeriesInstanceUid: string): string;
  /** A new UID for an instance. */
  createUid(): string;
}

/** A parsed image file, which decodes planes and writes a file of the same format. */
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
   * Decodes one plane; keeps one copy of its frame until another frame is requested.
   * @throws ImageFileError (`broken-file`)
   */
  plane(frame: number, channel: number): Promise<ImagePlane>;
  /**
   * A file of the same format with other values. Everything but the pixels stays, except that a DICOM object describes
   * its derivation. Padding keeps its values. Values outside {@link range} are clipped.
   * @param values `[frame * channelCount + channel]`: values of one plane, as returned by {@link plane}
   */
  withValues(values: readonly Float32Array[], derivation: Derivation): Promise<Uint8Array>;
}
