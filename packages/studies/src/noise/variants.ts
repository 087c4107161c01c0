import { join } from 'node:path';
import { readEcgRecording, type EcgRecording } from '../live-path/ecg-recording.ts';
import { mixNoise, type NoiseName, type NoiseSchedule, type NoisySpan } from './mix-noise.ts';

/** Which noise a recording is tried with, beside as it is. */
export interface NoiseOptions extends NoiseSchedule {
  /** With the noise records em, ma and bw. */
  readonly folder: string;
  readonly names: readonly NoiseName[];
  /** Signal-to-noise ratios. */
  readonly snrsDb: readonly number[];
}

/** Where nstdb lies when it lies beside the folder of records. */
export const noiseFolderBeside = (folder: string): string => join(folder, '..', 'nstdb');

/** One way in which a recording is tried. */
export interface Variant {
  readonly recording: EcgRecording;
  /** Absent for the recording as it is. */
  readonly noise?: { readonly name: NoiseName; readonly snrDb: number; readonly noisy: readonly NoisySpan[] };
}

/** How a variant is named in results: `em`, then `6`; absent for the clean one. */
export const variantKey = ({ noise }: Variant): string =>
  noise === undefined ? 'clean' : `${noise.name} ${noise.snrDb} dB`;

/** The key as it may stand in a report's ids: letters, digits and hyphens. */
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

/** The recording as it is, then with each noise at each ratio; one at a time in memory. */
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
