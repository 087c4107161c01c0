import { createHash } from 'node:crypto';
import { createUidFactory, startDerivation, type Derivation, type ImageFile } from '@beatwatch/image-files';

export interface DerivationOfOptions {
  readonly modelVersion: string;
  /** The requested settings; see `DenoiseFileOptions`. */
  readonly settings: { readonly strength?: number; readonly noiseSd?: number };
  readonly at: Date;
}

/**
 * Description and UIDs of a derived file. The UIDs are computed from those of its source, the model and the settings
 * (as a UUID, PS3.5 B.2): an image that is sent again has the same result, the images of a series form one new series
 * in whichever order they arrive, and an archive recognizes a result that it already holds.
 */
export function derivationOf(
  { dicom }: ImageFile,
  { modelVersion, settings, at }: DerivationOfOptions,
): Derivation {
  const strength = settings.strength ?? 1;
  const how = [modelVersion, strength, settings.noiseSd ?? 'estimated'].join('|');
  const uid = (kind: string, source: string): string =>
    createUidFactory((byteCount) =>
      createHash('sha256').update([kind, source, how].join('|')).digest().subarray(0, byteCount),
    )();
  let made = 0;
  return {
    ...startDerivation({
      description: describe(modelVersion, settings),
      at,
      seriesNote: 'denoised',
      createUid: () => uid(`instance ${(made += 1)}`, dicom?.sopInstanceUid ?? ''),
    }),
    seriesUidFor: (oldSeriesInstanceUid) => uid('series', oldSeriesInstanceUid),
  };
}

function describe(modelVersion: string, { strength = 1, noiseSd }: DerivationOfOptions['settings']): string {
  const noise = noiseSd === undefined ? 'estimated noise' : `noise of standard deviation ${noiseSd}`;
  return `Denoised by Beatwatch, model ${modelVersion}, strength ${strength}, ${noise}`;
}
