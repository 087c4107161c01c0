import type { PixelFormat } from './pixel-format.ts';
import type { Samples } from './samples.ts';

/** Splits a frame's samples into channels of `[height * width]`; luma and chroma become RGB. */
export function channelsOf(samples: Samples, format: PixelFormat): readonly Samples[] {
  if (format.channelCount === 1) return [samples];
  const { length: pixelCount, at } = layoutOf(format);
  const parts = [0, 1, 2].map((channel) => {
    const part = new (samples.constructor as Uint32ArrayConstructor)(pixelCount);
    for (let pixel = 0; pixel < pixelCount; pixel++) part[pixel] = samples[at(pixel, channel)] ?? 0;
    return part;
  });
  if (format.photometric.startsWith('YBR')) toRgb(parts);
  return parts;
}

/** The samples of a frame with new channels; an unchanged pixel keeps its samples. */
export function withChannels(
  samples: Samples,
  old: readonly Samples[],
  channels: readonly Samples[],
  format: PixelFormat,
): Samples {
  const [only] = channels;
  if (format.channelCount === 1 && only !== undefined) return only;
  const { length: pixelCount, at } = layoutOf(format);
  const isYbr = format.photometric === 'YBR_FULL';
  const result = samples.slice();
  for (let pixel = 0; pixel < pixelCount; pixel++) {
    if (channels.every((channel, index) => channel[pixel] === old[index]?.[pixel])) continue;
    const rgb = channels.map((channel) => channel[pixel] ?? 0);
    (isYbr ? ybrOf(rgb) : rgb).forEach((value, channel) => (result[at(pixel, channel)] = value));
  }
  return result;
}

/** Index of a pixel's channel among a frame's samples (PS3.3 C.7.6.3.1.2, C.7.6.3.1.3). */
function layoutOf({ width, height, photometric, isPlanar }: PixelFormat) {
  const length = width * height;
  if (photometric === 'YBR_FULL_422')
    return {
      length,
      at: (pixel: number, channel: number) => 4 * (pixel >> 1) + (channel === 0 ? pixel & 1 : 1 + channel),
    };
  return {
    length,
    at: isPlanar
      ? (pixel: number, channel: number) => channel * length + pixel
      : (pixel: number, channel: number) => 3 * pixel + channel,
  };
}

const cut = (value: number) => Math.max(0, Math.min(255, Math.round(value)));

/** ITU-R BT.601 at full range, 8 bits (PS3.3 C.7.6.3.1.2). */
function toRgb([luma, blue, red]: readonly Samples[]): void {
  if (luma === undefined || blue === undefined || red === undefined) return;
  for (let pixel = 0; pixel < luma.length; pixel++) {
    const y = luma[pixel] ?? 0;
    const cb = (blue[pixel] ?? 0) - 128;
    const cr = (red[pixel] ?? 0) - 128;
    luma[pixel] = cut(y + 1.402 * cr);
    blue[pixel] = cut(y - 0.344136 * cb - 0.714136 * cr);
    red[pixel] = cut(y + 1.772 * cb);
  }
}

function ybrOf([red = 0, green = 0, blue = 0]: readonly number[]): readonly number[] {
  return [
    cut(0.299 * red + 0.587 * green + 0.114 * blue),
    cut(-0.168736 * red - 0.331264 * green + 0.5 * blue + 128),
    cut(0.5 * red - 0.418688 * green - 0.081312 * blue + 128),
  ];
}
