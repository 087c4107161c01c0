import type { Refusal } from '@beatwatch/contracts';
import { bytesOf, float32FromBytes, float64FromBytes } from '@beatwatch/contracts';
import { z } from 'zod';
import { elementCount, type Parameters, type Tensor } from '../autoencoders/parameters.ts';
import { ModelCoreError, type ModelCoreErrorCode } from '../errors.ts';

// Format: 8 bytes header length (little-endian), a JSON header, the tensors' bytes without gaps.
// Source: github.com/huggingface/safetensors, "Format".
const lengthBytes = 8;
const metadataKey = '__metadata__';
const largestHeaderBytes = 100_000_000;

const headerSchema = z.record(
  z.string(),
  z.object({
    dtype: z.string(),
    shape: z.array(z.number().int().nonnegative()),
    data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
  }),
);

type Numbers = Float32Array | Float64Array;

interface NumberType<Values extends Numbers> {
  readonly dtype: 'F32' | 'F64';
  readonly bytes: number;
  readonly read: (field: string, bytes: Uint8Array) => Values;
}

const float32: NumberType<Float32Array> = { dtype: 'F32', bytes: 4, read: float32FromBytes };
const float64: NumberType<Float64Array> = { dtype: 'F64', bytes: 8, read: float64FromBytes };

/** Tensors of a safetensors file in file order, and its metadata. */
export interface SafetensorsContent<Values extends Numbers = Float32Array> {
  readonly parameters: Parameters<Values>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Encodes weights as a safetensors file, float32 or float64 as they are, in their order. */
export function encodeSafetensors(
  parameters: Parameters<Numbers>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header: Record<string, unknown> = { [metadataKey]: metadata };
  let end = 0;
  for (const [name, { shape, values }] of parameters) {
    const { dtype } = values instanceof Float64Array ? float64 : float32;
    header[name] = { dtype, shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Padding with spaces aligns the data to eight bytes.
  const headerBytes = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(0x20);
  headerBytes.set(text);
  const file = new Uint8Array(lengthBytes + headerBytes.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes.length), true);
  file.set(headerBytes, lengthBytes);
  let offset = lengthBytes + headerBytes.length;
  for (const { values } of parameters.values()) {
    file.set(bytesOf(values), offset);
    offset += values.byteLength;
  }
  return file;
}

/**
 * Decodes a safetensors file of float32 tensors.
 * @param source file name, for error messages
 * @throws ModelCoreError: `model-file-foreign` if the bytes are not such a file; `model-file-broken` if the tensors do
 * not fill the file exactly or hold a number that is not finite
 */
export const decodeSafetensors = (bytes: Uint8Array, source: string): SafetensorsContent =>
  decode(bytes, source, float32);

/** Decodes a safetensors file of float64 tensors; otherwise as {@link decodeSafetensors}. */
export const decodeFloat64Safetensors = (
  bytes: Uint8Array,
  source: string,
): SafetensorsContent<Float64Array> => decode(bytes, source, float64);

function decode<Values extends Numbers>(
  bytes: Uint8Array,
  source: string,
  type: NumberType<Values>,
): SafetensorsContent<Values> {
  const fail = (code: ModelCoreErrorCode, refusal: Refusal, cause?: unknown) =>
    new ModelCoreError({ file: source, ...refusal }, { code, cause });

  const { header, metadata, data } = splitFile(bytes, fail);
  const parameters = new Map<string, Tensor<Values>>();
  let expectedStart = 0;
  const inFileOrder = Object.entries(header).sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0]);
  for (const [
    name,
    {
      dtype,
      shape,
      data_offsets: [start, end],
    },
  ] of inFileOrder) {
    if (dtype !== type.dtype)
      throw fail('model-file-foreign', { field: `tensor ${name}`, found: dtype, expected: type.dtype });
    const expectedEnd = expectedStart + type.bytes * elementCount(shape);
    if (start !== expectedStart || end !== expectedEnd)
      throw fail('model-file-broken', {
        field: `tensor ${name} [${shape.join(', ')}]`,
        found: `bytes ${start} to ${end}`,
        expected: `${expectedStart} to ${expectedEnd}`,
      });
    if (end > data.length)
      throw fail('model-file-broken', {
        field: `tensor ${name}`,
        found: `${data.length} bytes of data`,
        expected: `at least ${end}`,
      });
    const values = type.read(name, data.subarray(start, end));
    if (!values.every((value) => Number.isFinite(value)))
      throw fail('model-file-broken', {
        field: `tensor ${name}`,
        found: 'a value that is not a finite number',
        expected: 'finite numbers',
      });
    parameters.set(name, { shape, values });
    expectedStart = end;
  }
  if (data.length !== expectedStart)
    throw fail('model-file-broken', {
      found: `${data.length} bytes of data`,
      expected: String(expectedStart),
    });
  return { parameters, metadata };
}

type Fail = (code: ModelCoreErrorCode, refusal: Refusal, cause?: unknown) => ModelCoreError;

interface FileParts {
  readonly header: z.infer<typeof headerSchema>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly data: Uint8Array;
}

function splitFile(bytes: Uint8Array, fail: Fail): FileParts {
  if (bytes.length < lengthBytes)
    throw fail('model-file-foreign', {
      found: `${bytes.length} bytes`,
      expected: 'a safetensors file of at least 8',
    });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > largestHeaderBytes || lengthBytes + headerLength > bytes.length)
    throw fail('model-file-foreign', {
      found: `a header of ${headerLength} bytes in a file of ${bytes.length}`,
      expected: 'a safetensors file',
    });
  const text = new TextDecoder().decode(bytes.subarray(lengthBytes, lengthBytes + headerLength));
  try {
    const json = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    const { [metadataKey]: metadata = {}, ...tensors } = json;
    return {
      header: headerSchema.parse(tensors),
      metadata: z.record(z.string(), z.string()).parse(metadata),
      data: bytes.subarray(lengthBytes + headerLength),
    };
  } catch (cause) {
    throw fail(
      'model-file-foreign',
      { found: 'an unreadable header', expected: 'the header of a safetensors file' },
      cause,
    );
  }
}
