import { join } from 'node:path';
import { readEcgRecording, type EcgRecording } from '../live-path/ecg-recording.ts';
import { mixNoise, type NoiseName, type NoiseSchedule, type NoisySpan } from './mix-noise.ts';

/** Noise that recordings are tried with, in addition to being tried clean. */
export interface NoiseOptions extends NoiseSchedule {
  /** Folder of the noise records em, ma and bw. */
  readonly folder: string;
  readonly names: readonly NoiseName[];
  /** Signal-to-noise ratios. */
  readonly snrsDb: readonly number[];
}

/** The folder nstdb beside a folder of records. */
export const noiseFolderBeside = (folder: string): string => join(folder, '..', 'nstdb');

/** A recording, clean or with noise. */
export interface Variant {
  readonly recording: EcgRecording;
  /** Absent for the clean recording. */
  readonly noise?: { readonly name: NoiseName; readonly snrDb: number; readonly noisy: readonly NoisySpan[] };
}

/** A variant's name in results, such as `clean` or `em 6 dB`. */
export const variantKey = ({ noise }: Variant): string =>
  noise === undefined ? 'clean' : `${noise.name} ${noise.snrDb} dB`;

/** A variant's key as a part of HTML ids: letters, digits and hyphens. */
export const variantId = (key: string): string =>
  key
    .replace(' -', ' minus ')
    .replaceAll(/[^a-z0-9]+/gi, '-')
    .toLowerCase();

/** Reads the noise records that the options name. */
export async function readNoise(options: NoiseOptions | undefined): Promise<readonly EcgRecording[]> {
  if (options === undefined) return [];
  const { folder, names } = options;
  return Promise.all(names.map((name) => readEcgRecording(folder, name)));
}

/** Yields the clean recording, then one with each noise at each ratio; only one is in memory at a time. */
export function* variantsOf(
  recording: EcgRecording,
  noises: readonly EcgRecording[],
  options: NoiseOptions | undefined,
): Generator<Variant, void, undefined> {
  yield { recording };
  if (options === undefined) return;
  for (const [index, name] of options.names.entries()) {
    const noise = noises[index];
    if (noise === undefined) continue;
    for (const snrDb of options.snrsDb) {
      const mixed = mixNoise(recording, noise, snrDb, options);
      yield { recording: mixed.recording, noise: { name, snrDb, noisy: mixed.noisy } };
    }
  }
}

/** Values by noise and ratio: `{ em: { 12: …, 6: … } }`. */
export function byNoise<Value>(
  options: NoiseOptions,
  valueOf: (name: NoiseName, snrDb: number) => Value,
): Record<string, Record<string, Value>> {
  return Object.fromEntries(
    options.names.map((name) => [
      name,
      Object.fromEntries(options.snrsDb.map((snrDb) => [String(snrDb), valueOf(name, snrDb)])),
    ]),
  );
}
