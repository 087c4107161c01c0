import type { ImageFile } from '@beatwatch/image-files';
import Negotiator from 'negotiator';
import { ApiError } from '../errors.ts';
import type { OutputForm } from './denoising.ts';
import type { GreyWindow } from './settings.ts';

/** Media types of files, in and out. */
export const fileTypes: readonly string[] = [
  'application/dicom',
  'image/png',
  'image/jpeg',
  'image/tiff',
  'application/x-npy',
];

/** Media types that any file can be converted to. */
const otherTypes = ['image/png', 'application/x-npy'];

export interface FormChoice {
  /** The `Accept` header. */
  readonly accept: string | undefined;
  /** Frame of a preview, from 0. */
  readonly frame: number;
  readonly window?: GreyWindow;
}

/**
 * The form of a result by `Accept`: among equals that of the file. A window selects a preview.
 * @throws ApiError (`not-acceptable`; `no-such-frame`)
 */
export function chooseForm(file: ImageFile, { accept, frame, window }: FormChoice): OutputForm {
  const own = window === undefined ? [file.mediaType] : [];
  const offered = window === undefined ? [...new Set([...own, ...otherTypes])] : ['image/png'];
  const chosen = preferred(accept, offered);
  if (chosen === undefined)
    throw new ApiError('not-acceptable', `Accept: expected one of ${offered.join(', ')}`);
  if (own.includes(chosen)) return 'same';
  if (chosen === 'application/x-npy') return { mediaType: chosen, encode: { format: 'npy' } };
  if (frame >= file.frameCount)
    throw new ApiError('no-such-frame', {
      field: 'frame',
      found: frame + 1,
      expected: `1 to ${file.frameCount}`,
    });
  return { mediaType: chosen, frame, encode: { format: 'png8', ...(window && { window }) } };
}

/**
 * Refuses an `Accept` that no result can satisfy, before the body is read.
 * @throws ApiError (`not-acceptable`)
 */
export function requireSomeForm(accept: string | undefined): void {
  if (preferred(accept, fileTypes) !== undefined) return;
  throw new ApiError('not-acceptable', `Accept: expected one of ${fileTypes.join(', ')}`);
}

/** The media type that `Accept` prefers; among equals the first one offered. */
function preferred(accept: string | undefined, offered: readonly string[]): string | undefined {
  const headers = accept === undefined ? {} : { accept };
  return new Negotiator({ headers }).mediaType([...offered]);
}
