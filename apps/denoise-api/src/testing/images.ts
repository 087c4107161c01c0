import { encodeImage, type ImageValues } from '@beatwatch/image-files';

const width = 12;
const height = 10;

/** A ramp with one pixel that stands out. */
function ramp(): Float32Array {
  const values = Float32Array.from({ length: width * height }, (_, index) => index % width);
  values[45] = 200;
  return values;
}

const image: ImageValues = {
  ...{ width, height, frameCount: 1, channelCount: 1, unit: 'grey', values: [ramp()] },
  range: { lowest: 0, highest: 255 },
};

/** An 8-bit PNG of 12 x 10 pixels. */
export const smallPng = async (): Promise<Uint8Array> => (await encodeImage(image, { format: 'png8' })).bytes;

/** The same as NumPy's format. */
export const smallNpy = async (): Promise<Uint8Array> => (await encodeImage(image, { format: 'npy' })).bytes;

export interface TestDicom {
  readonly study?: string;
  readonly series?: string;
  readonly instance?: string;
  readonly patientName?: string;
  readonly modality?: string;
}

/** A DICOM secondary capture of 12 x 10 pixels with 16 bits, explicit VR little endian. */
export function smallDicom({
  study = '1.2.3.1',
  series = '1.2.3.1.1',
  instance = '1.2.3.1.1.1',
  patientName = 'Demo^One',
  modality = 'CT',
}: TestDicom = {}): Uint8Array {
  const secondaryCapture = '1.2.840.10008.5.1.4.1.1.7';
  const meta = [
    element(0x0002, 0x0002, 'UI', secondaryCapture),
    element(0x0002, 0x0003, 'UI', instance),
    element(0x0002, 0x0010, 'UI', '1.2.840.10008.1.2.1'),
  ];
  const pixels = Buffer.from(Uint16Array.from(ramp()).buffer);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    ...meta,
    element(0x0008, 0x0016, 'UI', secondaryCapture),
    element(0x0008, 0x0018, 'UI', instance),
    element(0x0008, 0x0020, 'DA', '20260102'),
    element(0x0008, 0x0060, 'CS', modality),
    element(0x0010, 0x0010, 'PN', patientName),
    element(0x0010, 0x0020, 'LO', 'demo-1'),
    element(0x0020, 0x000d, 'UI', study),
    element(0x0020, 0x000e, 'UI', series),
    element(0x0028, 0x0002, 'US', 1),
    element(0x0028, 0x0004, 'CS', 'MONOCHROME2'),
    element(0x0028, 0x0010, 'US', height),
    element(0x0028, 0x0011, 'US', width),
    element(0x0028, 0x0100, 'US', 16),
    element(0x0028, 0x0101, 'US', 16),
    element(0x0028, 0x0102, 'US', 15),
    element(0x0028, 0x0103, 'US', 0),
    element(0x7fe0, 0x0010, 'OW', pixels),
  ]);
}

/** A data element, explicit VR little endian (PS3.5 7.1.2). */
function element(group: number, number: number, vr: string, value: string | number | Buffer): Buffer {
  const raw = typeof value === 'number' ? Buffer.from(Uint16Array.of(value).buffer) : Buffer.from(value);
  const padding = Buffer.alloc(raw.length % 2, vr === 'UI' ? 0 : 0x20);
  const length = raw.length + padding.length;
  const isLong = vr === 'OW';
  const head = Buffer.alloc(isLong ? 12 : 8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4, 'latin1');
  if (isLong) head.writeUInt32LE(length, 8);
  else head.writeUInt16LE(length, 6);
  return Buffer.concat([head, raw, padding]);
}
