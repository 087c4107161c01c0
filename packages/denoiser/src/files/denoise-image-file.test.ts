import type { Derivation, ImageFile } from '@beatwatch/image-files';
import { describe, expect, it } from 'vitest';
import type { Denoiser } from '../denoiser.ts';
import { denoiseImageFile, denoisePlanes, type PlaneProgress } from './denoise-image-file.ts';

const derivation = { description: 'test' } as Derivation;

/** Two frames of two channels; each pixel holds its plane's number, and the first pixel of frame 1 is padding. */
function fileOfFourPlanes(): { file: ImageFile; held: () => number } {
  let decoded = 0;
  const file = {
    width: 2,
    height: 1,
    frameCount: 2,
    channelCount: 2,
    plane: (frame: number, channel: number) => {
      decoded += 1;
      const values = Float32Array.of(frame, channel);
      return Promise.resolve(frame === 0 ? { values } : { values, padding: Uint8Array.of(1, 0) });
    },
    withValues: (values: readonly Float32Array[], { description }: Derivation) =>
      Promise.resolve(
        Buffer.from(`${description}: ${values.map((plane) => [...plane].join(',')).join(' ')}`),
      ),
  } as unknown as ImageFile;
  return { file, held: () => decoded };
}

/** Adds 10 to every pixel outside the padding. */
function addsTen(onCall: () => void = () => undefined): Denoiser {
  return {
    modelVersion: 'ten',
    denoise: ({ width, height, values }, { padding, noiseSd = 3, strength = 1 } = {}) => {
      onCall();
      const changed = values.map((value, index) => (padding?.[index] === 1 ? value : value + 10 * strength));
      return Promise.resolve({ image: { width, height, values: changed }, noiseSd });
    },
    dispose: () => Promise.resolve(),
  };
}

describe('denoiseImageFile', () => {
  it('denoises the planes in file order and passes their padding on', async () => {
    const { bytes, noiseSds } = await denoiseImageFile(fileOfFourPlanes().file, addsTen(), { derivation });
    expect(Buffer.from(bytes).toString()).toBe('test: 10,10 10,11 1,10 1,11');
    expect(noiseSds).toEqual([3, 3, 3, 3]);
  });

  it('passes strength and noise on, and reports each plane', async () => {
    const told: PlaneProgress[] = [];
    const { values } = await denoisePlanes(fileOfFourPlanes().file, addsTen(), {
      strength: 0.5,
      noiseSd: 7,
      onPlane: (progress) => told.push(progress),
    });
    expect([...values[0]!]).toEqual([5, 5]);
    expect(told).toEqual([1, 2, 3, 4].map((done) => ({ done, planeCount: 4, noiseSd: 7 })));
  });

  it('decodes a plane only after the previous one is done', async () => {
    const { file, held } = fileOfFourPlanes();
    const decodedAtCall: number[] = [];
    await denoisePlanes(
      file,
      addsTen(() => decodedAtCall.push(held())),
    );
    expect(decodedAtCall).toEqual([1, 2, 3, 4]);
  });
});
