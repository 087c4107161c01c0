import type { PatientId } from '@beatwatch/contracts';
import { LiveProtocolError } from './errors.ts';

/** Consecutive samples of one lead. */
export interface WaveformBlock {
  readonly patientId: PatientId;
  readonly lead: string;
  /** Epoch time of the first sample. */
  readonly firstSampleTimeUs: number;
  readonly samplingRateHz: number;
  readonly microvoltsPerCount: number;
  readonly samples: Int16Array;
}

/*
 * One frame, little-endian:
 *
 *   u8 version, u8 zero, u16 number of blocks, then each block:
 *   f64 time of the first sample (us), f64 sampling rate (Hz), f64 microvolts per count,
 *   u32 number of samples, u8 length of the patient's id, u8 length of the lead's name,
 *   id and lead as UTF-8, a zero byte if they end on an odd offset, int16 samples
 */
const version = 1;
const headerBytes = 4;
const blockHeaderBytes = 30;
const maxBlocks = 0xffff;

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder('utf-8', { fatal: true });

const evenUp = (bytes: number): number => bytes + (bytes & 1);

/** @throws LiveProtocolError for more than 65,535 blocks, or an id or lead longer than 255 bytes */
export function encodeWaveforms(blocks: readonly WaveformBlock[]): Uint8Array {
  if (blocks.length > maxBlocks) throw malformed(`${blocks.length} blocks`, `at most ${maxBlocks}`);
  const named = blocks.map((block) => ({
    block,
    id: shortName('patientId', block.patientId),
    lead: shortName('lead', block.lead),
  }));
  const total = named.reduce(
    (bytes, { block, id, lead }) =>
      bytes + evenUp(blockHeaderBytes + id.length + lead.length) + block.samples.byteLength,
    headerBytes,
  );
  const frame = new Uint8Array(total);
  const view = new DataView(frame.buffer);
  view.setUint8(0, version);
  view.setUint16(2, blocks.length, true);
  let offset = headerBytes;
  for (const { block, id, lead } of named) {
    view.setFloat64(offset, block.firstSampleTimeUs, true);
    view.setFloat64(offset + 8, block.samplingRateHz, true);
    view.setFloat64(offset + 16, block.microvoltsPerCount, true);
    view.setUint32(offset + 24, block.samples.length, true);
    view.setUint8(offset + 28, id.length);
    view.setUint8(offset + 29, lead.length);
    frame.set(id, offset + blockHeaderBytes);
    frame.set(lead, offset + blockHeaderBytes + id.length);
    offset = evenUp(offset + blockHeaderBytes + id.length + lead.length);
    new Int16Array(frame.buffer, offset, block.samples.length).set(block.samples);
    offset += block.samples.byteLength;
  }
  return frame;
}

/** @throws LiveProtocolError if the frame is truncated, too long, of another version, or its names are not UTF-8 */
export function decodeWaveforms(bytes: Uint8Array | ArrayBuffer): WaveformBlock[] {
  const frame = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  if (frame.length < headerBytes) throw malformed(`${frame.length} bytes`, 'a header of 4 bytes');
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint8(0) !== version) {
    throw new LiveProtocolError(
      'unsupported-version',
      `frame: found version ${view.getUint8(0)}, expected ${version}; reload the page after an update`,
    );
  }
  const blocks: WaveformBlock[] = [];
  let offset = headerBytes;
  for (let left = view.getUint16(2, true); left > 0; left -= 1) {
    const { block, end } = readBlock(frame, view, offset);
    blocks.push(block);
    offset = end;
  }
  if (offset !== frame.length) throw malformed(`${frame.length} bytes`, `${offset}`);
  return blocks;
}

function readBlock(
  frame: Uint8Array,
  view: DataView,
  start: number,
): { readonly block: WaveformBlock; readonly end: number } {
  if (start + blockHeaderBytes > frame.length)
    throw malformed(`${frame.length} bytes`, 'a whole block header');
  const names = start + blockHeaderBytes;
  const leadAt = names + view.getUint8(start + 28);
  const namesEnd = leadAt + view.getUint8(start + 29);
  const samplesAt = evenUp(namesEnd);
  const end = samplesAt + 2 * view.getUint32(start + 24, true);
  if (end > frame.length) throw malformed(`${frame.length} bytes`, `${end} or more`);
  return {
    block: {
      patientId: text(frame.subarray(names, leadAt)) as PatientId,
      lead: text(frame.subarray(leadAt, namesEnd)),
      firstSampleTimeUs: view.getFloat64(start, true),
      samplingRateHz: view.getFloat64(start + 8, true),
      microvoltsPerCount: view.getFloat64(start + 16, true),
      // Copied: Int16Array needs an even offset, and the samples outlive the frame.
      samples: new Int16Array(Uint8Array.from(frame.subarray(samplesAt, end)).buffer),
    },
    end,
  };
}

function shortName(field: string, value: string): Uint8Array {
  const bytes = utf8.encode(value);
  if (bytes.length > 255) throw malformed(`${field} of ${bytes.length} bytes`, 'at most 255');
  return bytes;
}

function text(bytes: Uint8Array): string {
  try {
    return fromUtf8.decode(bytes);
  } catch {
    throw malformed('bytes that are not UTF-8', 'a name in UTF-8');
  }
}

const malformed = (found: string, expected: string): LiveProtocolError =>
  new LiveProtocolError('malformed-frame', `frame: found ${found}, expected ${expected}`);
