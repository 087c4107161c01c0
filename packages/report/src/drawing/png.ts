import { PNG } from 'pngjs';

/** Grey or RGB pixels, row by row from the top left; values 0 to 255. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly values: ArrayLike<number>;
}

/** Encodes pixels as a PNG data URI; values are rounded and clamped to 0..255. */
export function pngDataUri({ width, height, channels, values }: Pixels): string {
  const png = new PNG({ width, height, colorType: channels === 1 ? 0 : 2 });
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      const value = values[pixel * channels + (channels === 1 ? 0 : channel)] ?? 0;
      png.data[pixel * 4 + channel] = Math.max(0, Math.min(255, Math.round(value)));
    }
    png.data[pixel * 4 + 3] = 255;
  }
  const bytes = PNG.sync.write(png, {
    colorType: channels === 1 ? 0 : 2,
    inputColorType: 6,
    inputHasAlpha: true,
    deflateLevel: 9,
  });
  return `data:image/png;base64,${bytes.toString('base64')}`;
}
