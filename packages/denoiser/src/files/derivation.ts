import { createHash } from 'node:crypto';
import { createUidFactory, startDerivation, type Derivation, type ImageFile } from '@beatwatch/image-files';

export interface DerivationOfOptions {
  readonly modelVersion: string;
  /** As they were asked for; see `DenoiseFileOptions`. */
  readonly settings: { readonly strength?: number; readonly noiseSd?: number };
  readonly at: Date;
}

/**
 * How a derived file is named. Its UIDs follow from those of its source, the model and the settings (as a UUID, PS3.5
 * B.2): whoever sends an image again gets the same one back rather than a second, the images of a series meet in one new
 * series however they come, and an archive that has got one already sees that it has.
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
