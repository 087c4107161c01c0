import type { Refusal } from '@beatwatch/contracts';
import { ImageFileError } from './errors.ts';
import type { ImageFile } from './image-file.ts';

type Shape = Pick<ImageFile, 'width' | 'height' | 'frameCount' | 'channelCount'>;

/** @throws ImageFileError (`invalid-argument`) for a plane that does not exist */
export function requirePlane(name: string, shape: Shape, frame: number, channel: number): void {
  const asked = [
    ['frame', frame, shape.frameCount],
    ['channel', channel, shape.channelCount],
  ] as const;
  for (const [what, index, count] of asked)
    if (!Number.isInteger(index) || index < 0 || index >= count)
      throw new ImageFileError(
        { file: name, field: what, found: index, expected: `0 to ${count - 1}` },
        {
          code: 'invalid-argument',
          context: { name },
        },
      );
}

/** @throws ImageFileError (`invalid-argument`) unless there is one finite value for each pixel of each plane */
export function requireValues(name: string, shape: Shape, values: readonly Float32Array[]): void {
  const planeCount = shape.frameCount * shape.channelCount;
  if (values.length !== planeCount)
    fail(name, { found: `${values.length} planes`, expected: String(planeCount) });
  const pixelCount = shape.width * shape.height;
  values.forEach((plane, index) => {
    if (plane.length !== pixelCount)
      fail(name, { field: `plane ${index}`, found: `${plane.length} values`, expected: String(pixelCount) });
    const at = plane.findIndex((value) => !Number.isFinite(value));
    if (at >= 0)
      fail(name, { field: `plane ${index}, value ${at}`, found: plane[at], expected: 'a finite number' });
  });
}

function fail(name: string, refusal: Refusal): never {
  const field = ['values', ...(refusal.field === undefined ? [] : [refusal.field])].join(': ');
  throw new ImageFileError(
    { file: name, ...refusal, field },
    { code: 'invalid-argument', context: { name } },
  );
}
