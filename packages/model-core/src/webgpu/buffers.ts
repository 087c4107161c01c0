import { halfFloatValue, toHalfFloats } from './half-floats.ts';
import { bytesOf, type StoredFloat } from './stored-float.ts';

/** Flags of https://www.w3.org/TR/webgpu/#namespacedef-gpubufferusage and `GPUMapMode`. */
export const usage = {
  mapRead: 0x01,
  copySource: 0x04,
  copyTarget: 0x08,
  uniform: 0x40,
  storage: 0x80,
} as const;
export const mapRead = 0x01;

/** A buffer with weights, which never change. */
export function weightBuffer(device: GPUDevice, values: Float32Array, float: StoredFloat): GPUBuffer {
  return filledBuffer(device, storedValues(values, float), usage.storage);
}

/** A buffer that has its values from the start. */
export function filledBuffer(
  device: GPUDevice,
  data: Float32Array | Uint32Array | Uint16Array,
  kind: number,
): GPUBuffer {
  // A buffer's size is a multiple of 4 bytes.
  const size = Math.ceil(data.byteLength / 4) * 4;
  const buffer = device.createBuffer({ size, usage: kind, mappedAtCreation: true });
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  new Uint8Array(buffer.getMappedRange()).set(bytes);
  buffer.unmap();
  return buffer;
}

function storedValues(values: Float32Array, float: StoredFloat): Float32Array | Uint16Array {
  if (float === 'f32') return values;
  const halves = toHalfFloats(values);
  return float === 'f16' ? halves : Float32Array.from(halves, halfFloatValue);
}

/** What a run computes in, for at most `capacity` beats. All runs share it: the device computes them one after the other. */
export interface Workspace {
  readonly capacity: number;
  /** `[batch, steps]` */
  readonly beats: GPUBuffer;
  /** `[steps, batch, units]` of the layer that has been run last. */
  readonly states: GPUBuffer;
  /** `[steps, batch, units, 4]`: the input's part of the next layer's gates. */
  readonly product: GPUBuffer;
  /** `[batch, embedding]` */
  readonly code: GPUBuffer;
  /** `[batch, steps]` */
  readonly reconstructions: GPUBuffer;
  /** `[batch]` */
  readonly losses: GPUBuffer;
}

export interface WorkspaceSizes {
  readonly steps: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly float: StoredFloat;
}

/** Beats that fit into one run: no buffer exceeds what a kernel can be given, nor the memory that the engine takes at most. */
export function largestRunOf(
  { steps, embedding, hidden, float }: WorkspaceSizes,
  limits: Pick<GPUSupportedLimits, 'maxStorageBufferBindingSize' | 'maxBufferSize'>,
): number {
  const productBytes = 4 * Math.max(embedding, hidden) * steps * bytesOf(float);
  const mostBytes = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize, 2 ** 31);
  return Math.max(1, Math.floor(mostBytes / productBytes));
}

export function createWorkspace(
  device: GPUDevice,
  { steps, embedding, hidden, float }: WorkspaceSizes,
  capacity: number,
): Workspace {
  const widest = Math.max(embedding, hidden);
  const buffer = (numbers: number, bytes: number, further = 0): GPUBuffer =>
    device.createBuffer({ size: Math.ceil((numbers * bytes) / 4) * 4, usage: usage.storage | further });
  const size = bytesOf(float);
  return {
    capacity,
    beats: buffer(capacity * steps, 4, usage.copyTarget),
    states: buffer(capacity * steps * widest, size),
    product: buffer(capacity * steps * widest * 4, size),
    code: buffer(capacity * embedding, 4, usage.copySource),
    reconstructions: buffer(capacity * steps, 4, usage.copySource),
    losses: buffer(capacity, 4, usage.copySource),
  };
}

export function destroyWorkspace({ capacity: _, ...buffers }: Workspace): void {
  for (const buffer of Object.values(buffers)) buffer.destroy();
}
