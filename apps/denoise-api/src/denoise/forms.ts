import type { ImageFile } from '@beatwatch/image-files';
import Negotiator from 'negotiator';
import { ApiError } from '../errors.ts';
import type { OutputForm } from './denoising.ts';
import type { GreyWindow } from './settings.ts';

/** What files come and go as. */
export const fileTypes: readonly string[] = [
  'application/dicom',
  'image/png',
  'image/jpeg',
  'image/tiff',
  'application/x-npy',
];

/** What any file can be given as, beside its own form. */
const otherTypes = ['image/png', 'application/x-npy'];

export interface FormChoice {
  /** The `Accept` header. */
  readonly accept: string | undefined;
  /** From 0: the one that a preview shows. */
  readonly frame: number;
  readonly window?: GreyWindow;
}

/**
 * The form of a result that suits `Accept`: that of the file where it is as good as another. A window asks for a preview.
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
    throw new ApiError('no-such-frame', `frame: found ${frame + 1}, expected 1 to ${file.frameCount}`);
  return { mediaType: chosen, frame, encode: { format: 'png8', ...(window && { window }) } };
}

/**
 * Refuses what no file can be given as before anything is read.
 * @throws ApiError (`not-acceptable`)
 */
export function requireSomeForm(accept: string | undefined): void {
  if (preferred(accept, fileTypes) !== undefined) return;
  throw new ApiError('not-acceptable', `Accept: expected one of ${fileTypes.join(', ')}`);
}

/** The media type that `Accept` prefers; among equals the first that is offered. */
function preferred(accept: string | undefined, offered: readonly string[]): string | undefined {
  const headers = accept === undefined ? {} : { accept };
  return new Negotiator({ headers }).mediaType([...offered]);
}
