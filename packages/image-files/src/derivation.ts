import { shown } from '@beatwatch/contracts';
import { ImageFileError } from './errors.ts';
import type { Derivation } from './image-file.ts';

export interface DerivationOptions {
  /** The processing, with name and version of the software; 1 to 1024 characters of ASCII. */
  readonly description: string;
  readonly at: Date;
  /** A new UID each time; see `createUidFactory`. */
  readonly createUid: () => string;
  /** Appended to the description of a series: `Thorax` becomes `Thorax (denoised)`. Default `derived`. */
  readonly seriesNote?: string;
}

/**
 * Starts one run, in which each source series becomes one new series.
 * @throws ImageFileError (`invalid-argument`)
 */
export function startDerivation(options: DerivationOptions): Derivation {
  const { description, at, createUid, seriesNote = 'derived' } = options;
  requireText('description', description, 1024);
  requireText('seriesNote', seriesNote, 60);
  if (Number.isNaN(at.getTime()))
    throw new ImageFileError(
      { field: 'at', found: 'an invalid date', expected: 'a valid one' },
      { code: 'invalid-argument' },
    );
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

/** Plain ASCII is the same in every character set that a file may have (PS3.5 6.1); a backslash separates values. */
function requireText(field: string, text: string, most: number): void {
  if (/^[ -[\]-~]+$/.test(text) && text.length <= most) return;
  throw new ImageFileError(
    { field, found: shown(text), expected: `1 to ${most} characters of ASCII without \\` },
    {
      code: 'invalid-argument',
    },
  );
}
