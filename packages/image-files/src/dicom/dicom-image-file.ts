import { ImageFileError } from '../errors.ts';
import type { Derivation, DicomIdentity, ImageFile, ImagePlane } from '../image-file.ts';
import type { ImageLimits } from '../limits.ts';
import { holdingLast } from '../last-frame.ts';
import { requirePlane, requireValues } from '../planes.ts';
import { attributes } from './attributes.ts';
import { channelsOf, withChannels } from './colour.ts';
import type { DataSet } from './data-set.ts';
import { derivedChanges } from './derived-header.ts';
import { derivedFrameTypes } from './derived-frame-types.ts';
import { encodeElement } from './encode-elements.ts';
import { hasOverlayBits } from './overlays.ts';
import {
  besidePadding,
  declaredPadding,
  isPadding,
  outsideScanner,
  paddingMask,
  type PaddingRange,
} from './padding.ts';
import { readPart10, type Part10File } from './part10.ts';
import { openPixels, type StoredPixels } from './stored-pixels.ts';
import { readModalityTransform, type ModalityTransform, type Rescale } from './rescale.ts';
import { packSamples, storedRange, unpackSamples, type Samples } from './samples.ts';
import { explicitLittleEndianUid } from './transfer-syntaxes.ts';
import { writePart10 } from './write-part10.ts';

/** @throws ImageFileError */
export async function readDicom(name: string, bytes: Uint8Array, limits: ImageLimits): Promise<ImageFile> {
  return new DicomImageFile(await readPart10(name, bytes, limits), limits);
}

class DicomImageFile implements ImageFile {
  readonly format = 'dicom';
  readonly mediaType = 'application/dicom';
  readonly width: number;
  readonly height: number;
  readonly frameCount: number;
  readonly channelCount: number;
  readonly unit: ImageFile['unit'];
  readonly range: ImageFile['range'];
  readonly lowestIsWhite: boolean;
  readonly pixelSpacingMm?: { readonly row: number; readonly column: number };
  readonly dicom: DicomIdentity;
  readonly #file: Part10File;
  readonly #pixels: StoredPixels;
  readonly #transform: ModalityTransform;
  readonly #declaredPadding: PaddingRange | undefined;

  constructor(file: Part10File, limits: ImageLimits) {
    const { dataSet, syntax } = file;
    this.#file = file;
    this.#pixels = openPixels(dataSet, syntax, limits);
    const { format } = this.#pixels;
    this.width = format.width;
    this.height = format.height;
    this.frameCount = format.frameCount;
    this.channelCount = format.channelCount;
    this.#transform = readModalityTransform(dataSet, format);
    this.unit = this.#transform.unit;
    this.range = valueRange(this.#pixels, this.#transform);
    this.lowestIsWhite = format.photometric === 'MONOCHROME1';
    this.#declaredPadding = declaredPadding(dataSet, format);
    const spacing = readPixelSpacing(dataSet);
    if (spacing !== undefined) this.pixelSpacingMm = spacing;
    this.dicom = {
      sopClassUid: dataSet.requiredText(attributes.sopClassUid),
      sopInstanceUid: dataSet.requiredText(attributes.sopInstanceUid),
      seriesInstanceUid: dataSet.requiredText(attributes.seriesInstanceUid),
      studyInstanceUid: dataSet.requiredText(attributes.studyInstanceUid),
      patientId: dataSet.text(attributes.patientId) ?? '',
      modality: dataSet.text(attributes.modality) ?? 'OT',
      transferSyntaxUid: syntax.uid,
    };
  }

  async plane(frame: number, channel: number): Promise<ImagePlane> {
    requirePlane(this.#file.dataSet.source.name, this, frame, channel);
    const { stored } = await this.#readFrame(frame);
    const samples = stored[channel] ?? new Int32Array();
    const padding = paddingMask(samples, this.#paddingOf(frame));
    return {
      values: rescaled(samples, this.#rescaleOf(frame)),
      ...(padding === undefined ? {} : { padding }),
    };
  }

  async withValues(values: readonly Float32Array[], derivation: Derivation): Promise<Uint8Array> {
    const { dataSet, syntax } = this.#file;
    requireValues(dataSet.source.name, this, values);
    const writer = this.#pixels.startWriting();
    let lowestStored = Infinity;
    let highestStored = -Infinity;
    for (let frame = 0; frame < this.frameCount; frame++) {
      const { bytes, samples, stored } = await this.#readFrame(frame);
      const channels = stored.map((old, channel) =>
        this.#restored(old, values[frame * this.channelCount + channel] ?? new Float32Array(), frame),
      );
      for (const channel of channels)
        for (const sample of channel) {
          if (sample < lowestStored) lowestStored = sample;
          if (sample > highestStored) highestStored = sample;
        }
      writer.setFrame(frame, this.#packed(bytes, samples, stored, { channels, isNowRgb: writer.isNowRgb }));
    }
    const sopInstanceUid = derivation.createUid();
    const lossy = await this.#pixels.lossy();
    const changes = derivedChanges(dataSet, derivation, sopInstanceUid, {
      lowestStored,
      highestStored,
      isSigned: this.#pixels.format.isSigned,
      isNowRgb: writer.isNowRgb,
      ...(lossy === undefined ? {} : { lossy }),
    });
    for (const [tag, bytes] of derivedFrameTypes(dataSet)) changes.set(tag, bytes);
    changes.set(
      attributes.pixelData.tag,
      encodeElement({ tag: attributes.pixelData.tag, vr: writer.vr }, writer.bytes(), dataSet.encoding),
    );
    const isNative = syntax.compression === undefined && !syntax.isDeflated;
    const transferSyntaxUid = isNative ? syntax.uid : explicitLittleEndianUid;
    return writePart10(
      this.#file,
      { sopClassUid: this.dicom.sopClassUid, sopInstanceUid, transferSyntaxUid },
      changes,
    );
  }

  readonly #readFrame = holdingLast(async (frame) => {
    const { format, littleEndian } = this.#pixels;
    const bytes = await this.#pixels.frame(frame);
    const samples = unpackSamples(bytes, format, littleEndian);
    return { bytes, samples, stored: channelsOf(samples, format) };
  });

  /** Values as stored numbers; unchanged values and padding keep their number. */
  #restored(old: Samples, values: Float32Array, frame: number): Samples {
    const { slope, intercept } = this.#rescaleOf(frame);
    const range = storedRange(this.#pixels.format);
    const ranges = this.#paddingOf(frame);
    const mask = paddingMask(old, ranges);
    const result = old.slice();
    for (let pixel = 0; pixel < old.length; pixel++) {
      const value = values[pixel] ?? 0;
      if (mask?.[pixel] === 1 || value === Math.fround((old[pixel] ?? 0) * slope + intercept)) continue;
      const sample = Math.max(range.lowest, Math.min(range.highest, Math.round((value - intercept) / slope)));
      result[pixel] = isPadding(sample, ranges) ? besidePadding(sample, ranges, range) : sample;
    }
    return result;
  }

  #packed(
    bytes: Uint8Array,
    samples: Samples,
    old: readonly Samples[],
    { channels, isNowRgb }: { readonly channels: readonly Samples[]; readonly isNowRgb: boolean },
  ): Uint8Array {
    const { format, littleEndian } = this.#pixels;
    if (isNowRgb && format.photometric !== 'RGB') {
      // Only 8-bit colour is converted.
      const rgb = new Uint8Array(3 * this.width * this.height);
      channels.forEach((channel, index) => {
        channel.forEach((sample, pixel) => (rgb[3 * pixel + index] = sample));
      });
      return rgb;
    }
    const overlay = hasOverlayBits(this.#file.dataSet);
    return packSamples(bytes, withChannels(samples, old, channels, format), format, {
      littleEndian,
      hasOverlayBits: overlay,
    });
  }

  #paddingOf(frame: number): readonly PaddingRange[] {
    const { slope, intercept } = this.#rescaleOf(frame);
    const outside =
      this.unit === 'hounsfield' ? outsideScanner(this.#pixels.format, slope, intercept) : undefined;
    return [this.#declaredPadding, outside].filter((range) => range !== undefined);
  }

  #rescaleOf(frame: number): Rescale {
    const rescale = this.#transform.frames[frame];
    if (rescale !== undefined) return rescale;
    throw new ImageFileError(`frame: found ${frame}, expected a frame of the file`, {
      code: 'invalid-argument',
    });
  }
}

function rescaled(samples: Samples, { slope, intercept }: Rescale): Float32Array {
  const values = new Float32Array(samples.length);
  samples.forEach((sample, index) => (values[index] = sample * slope + intercept));
  return values;
}

function valueRange({ format }: StoredPixels, { frames }: ModalityTransform): ImageFile['range'] {
  const stored = storedRange(format);
  const ends = new Set<number>();
  for (const { slope, intercept } of frames)
    for (const end of [stored.lowest, stored.highest]) ends.add(end * slope + intercept);
  return { lowest: Math.min(...ends), highest: Math.max(...ends) };
}

function readPixelSpacing(dataSet: DataSet): { row: number; column: number } | undefined {
  const measures = dataSet
    .items(attributes.sharedFunctionalGroupsSequence)[0]
    ?.items(attributes.pixelMeasuresSequence)[0];
  const spacing = dataSet.decimals(attributes.pixelSpacing) ?? measures?.decimals(attributes.pixelSpacing);
  const [row, column] = spacing ?? [];
  return row !== undefined && column !== undefined && row > 0 && column > 0 ? { row, column } : undefined;
}
