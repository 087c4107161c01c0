import { join } from 'node:path';
import { readEcgLeads, readEcgRecording, type EcgRecording } from '../live-path/ecg-recording.ts';
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

/** The leads of a recording, clean or with noise. */
export interface LeadVariant extends Pick<Variant, 'noise'> {
  readonly leads: readonly [EcgRecording, ...EcgRecording[]];
}

/** A variant's name in results, such as `clean` or `em 6 dB`. */
export const variantKey = ({ noise }: Pick<Variant, 'noise'>): string =>
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

/** Reads all leads of the noise records that the options name. */
export async function readNoiseLeads(
  options: NoiseOptions | undefined,
): Promise<readonly (readonly [EcgRecording, ...EcgRecording[]])[]> {
  if (options === undefined) return [];
  const { folder, names } = options;
  return Promise.all(names.map((name) => readEcgLeads(folder, name)));
}

/**
 * As `variantsOf`, for all leads together: the first lead gets the first signal of the noise, the second one the second,
 * and further ones the last again.
 */
export function* leadVariantsOf(
  leads: readonly [EcgRecording, ...EcgRecording[]],
  noises: readonly (readonly [EcgRecording, ...EcgRecording[]])[],
  options: NoiseOptions | undefined,
): Generator<LeadVariant, void, undefined> {
  yield { leads };
  if (options === undefined) return;
  for (const [index, name] of options.names.entries()) {
    const signals = noises[index];
    if (signals === undefined) continue;
    for (const snrDb of options.snrsDb) {
      const mixed = leads.map((lead, place) =>
        mixNoise(lead, signals[place] ?? signals.at(-1) ?? signals[0], snrDb, options),
      );
      const [first, ...others] = mixed;
      if (first === undefined) continue;
      yield {
        leads: [first.recording, ...others.map(({ recording }) => recording)],
        noise: { name, snrDb, noisy: first.noisy },
      };
    }
  }
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
