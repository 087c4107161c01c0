import { ImageFileError } from './errors.ts';
import type { Derivation } from './image-file.ts';

export interface DerivationOptions {
  /** What is done to the images, with the name and version of what does it; 1 to 1024 characters of ASCII. */
  readonly description: string;
  readonly at: Date;
  /** A new UID each time; see `createUidFactory`. */
  readonly createUid: () => string;
  /** What is said of a new series behind its old description: `Thorax` becomes `Thorax (denoised)`. Default `derived`. */
  readonly seriesNote?: string;
}

/**
 * Starts one run, in which each series that is met becomes one new series.
 * @throws ImageFileError (`invalid-argument`)
 */
export function startDerivation(options: DerivationOptions): Derivation {
  const { description, at, createUid, seriesNote = 'derived' } = options;
  requireText('description', description, 1024);
  requireText('seriesNote', seriesNote, 60);
  if (Number.isNaN(at.getTime()))
    throw new ImageFileError('at: found no valid date', { code: 'invalid-argument' });
  const newSeries = new Map<string, string>();
  return {
    description,
    seriesNote,
    at,
    createUid,
    seriesUidFor: (oldSeriesInstanceUid) => {
      const known = newSeries.get(oldSeriesInstanceUid);
      if (known !== undefined) return known;
      const uid = createUid();
      newSeries.set(oldSeriesInstanceUid, uid);
      return uid;
    },
  };
}

/** Plain ASCII is the same in every character set that a file may have (PS3.5 6.1); a backslash parts values. */
function requireText(field: string, text: string, most: number): void {
  if (/^[ -[\]-~]+$/.test(text) && text.length <= most) return;
  throw new ImageFileError(
    `${field}: found ${JSON.stringify(text)}, expected 1 to ${most} characters of ASCII without \\`,
    {
      code: 'invalid-argument',
      context: { field },
    },
  );
}
