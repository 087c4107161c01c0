// Reads randomly damaged DICOM files and prints the outcomes: `read-mutated.ts COUNT SEED`.
import process from 'node:process';
import dcmjsCodecs from 'dcmjs-codecs';
import {
  ctElements,
  fragmentsOf,
  syntaxUids,
  words,
  writeObject,
  type SyntheticElement,
} from './dicom/synthetic-object.ts';
import { startDerivation } from './derivation.ts';
import { ImageFileError } from './errors.ts';
import { readImageFile } from './read-image-file.ts';

const [, , countArgument = '1000', seed = '1'] = process.argv;
const count = Number(countArgument);
const width = 32;
const height = 24;
let state = Number(seed);
/** Numerical Recipes' generator, so that a failure can be reproduced. */
const random = (limit: number): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
};

const files = await makeFiles();
const outcome = { read: 0, refused: {} as Record<string, number>, others: [] as string[], slowestCpuMs: 0 };
const derivation = startDerivation({ description: 'Read', at: new Date(0), createUid: () => '2.25.1' });
// Warm-up: code is compiled, and the memory of the decoders reaches its final size.
const warmUp = Math.min(200, count);
let memoryAfterWarmUp = 0;
let greatestMemory = 0;

for (let index = 0; index < count; index++) {
  const bytes = mutate(files[random(files.length)] ?? new Uint8Array());
  const before = process.cpuUsage();
  await tryReading(bytes, index);
  const { user, system } = process.cpuUsage(before);
  outcome.slowestCpuMs = Math.max(outcome.slowestCpuMs, (user + system) / 1000);
  const { rss } = process.memoryUsage();
  if (index < warmUp) memoryAfterWarmUp = Math.max(memoryAfterWarmUp, rss);
  else greatestMemory = Math.max(greatestMemory, rss);
}
const memoryGrowthMb = (greatestMemory - memoryAfterWarmUp) / 2 ** 20;
process.stdout.write(JSON.stringify({ ...outcome, memoryGrowthMb }));

async function tryReading(bytes: Uint8Array, index: number): Promise<void> {
  try {
    const file = await readImageFile(bytes, { name: `mutated-${index}.dcm` });
    const planes: Float32Array[] = [];
    for (let frame = 0; frame < file.frameCount; frame++)
      for (let channel = 0; channel < file.channelCount; channel++)
        planes.push((await file.plane(frame, channel)).values);
    await file.withValues(planes, derivation);
    outcome.read += 1;
  } catch (error) {
    if (error instanceof ImageFileError) outcome.refused[error.code] = (outcome.refused[error.code] ?? 0) + 1;
    else
      outcome.others.push(
        `${index}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
  }
}

/** Changes bytes, cuts, appends, or changes lengths in the header. */
function mutate(file: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(file);
  const kind = random(4);
  if (kind === 0) return bytes.subarray(0, random(bytes.length));
  if (kind === 1) {
    const at = random(bytes.length);
    const more = Uint8Array.from({ length: 1 + random(40) }, () => random(256));
    return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);
  }
  const from = kind === 2 ? 0 : 132;
  const end = kind === 2 ? bytes.length : Math.min(bytes.length, 800);
  for (let change = 0; change <= random(8); change++)
    bytes[from + random(end - from)] =
      kind === 2 ? random(256) : ([0, 1, 127, 128, 254, 255][random(6)] ?? 0);
  return bytes;
}

async function makeFiles(): Promise<Uint8Array[]> {
  const { NativeCodecs, Context } = dcmjsCodecs;
  await NativeCodecs.initializeAsync();
  const picture = Array.from({ length: width * height }, (_, at) => (at * 37 + ((at * 7919) % 13)) % 4096);
  const context = (bits: 8 | 12) =>
    new Context({
      width,
      height,
      bitsAllocated: bits === 8 ? 8 : 16,
      bitsStored: bits,
      samplesPerPixel: 1,
      pixelRepresentation: 0,
      planarConfiguration: 0,
      photometricInterpretation: 'MONOCHROME2',
      decodedBuffer: bits === 8 ? Uint8Array.from(picture, (value) => value >> 4) : words(picture),
    });
  const streams = {
    '1.2.840.10008.1.2.5': NativeCodecs.encodeRle(context(12)),
    '1.2.840.10008.1.2.4.50': NativeCodecs.encodeJpeg(context(8), { lossy: true }),
    '1.2.840.10008.1.2.4.70': NativeCodecs.encodeJpeg(context(12), { lossy: false }),
    '1.2.840.10008.1.2.4.80': NativeCodecs.encodeJpegLs(context(12), { lossy: false }),
    '1.2.840.10008.1.2.4.90': NativeCodecs.encodeJpeg2000(context(12), { lossy: false }),
    '1.2.840.10008.1.2.4.201': NativeCodecs.encodeHtJpeg2000(context(12), { lossy: false }),
  };
  const compressed = Object.entries(streams).map(([syntaxUid, stream]) => {
    const bits = stream.getBitsStored() ?? 12;
    const us = (tag: number, value: number): SyntheticElement => ({ tag, vr: 'US', value: [value] });
    const changes: SyntheticElement[] = [
      us(0x00280100, bits === 8 ? 8 : 16),
      us(0x00280101, bits),
      us(0x00280102, bits - 1),
      {
        tag: 0x7fe00010,
        vr: 'OB',
        value: fragmentsOf([], [stream.getEncodedBuffer() ?? new Uint8Array()]),
        hasUndefinedLength: true,
      },
    ];
    return writeObject(ctElements(width, height, new Uint8Array(), changes), { syntaxUid });
  });
  const nested: SyntheticElement = {
    tag: 0x00081140,
    vr: 'SQ',
    value: { items: [[{ tag: 0x00081155, vr: 'UI', value: '1.2.3.9' }]] },
    hasUndefinedLength: true,
  };
  const plain = Object.values(syntaxUids).map((syntaxUid) =>
    writeObject(ctElements(width, height, words(picture, syntaxUid), [nested]), { syntaxUid }),
  );
  return [...plain, ...compressed];
}
