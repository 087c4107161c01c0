import { join } from 'node:path';
import type { SignalModels } from '@beatwatch/ecg';
import {
  readEcgLeads,
  readEcgRecording,
  recordNames,
  type EcgRecording,
} from '../../live-path/ecg-recording.ts';
import { mixNoise, noiseNames, type NoiseName } from '../../noise/mix-noise.ts';
import { evenly } from './measures.ts';
import { learningSeconds, studyBeats, type StudyPatient } from './study-beats.ts';

/** Noise that beats are judged in. */
export interface AddedNoise {
  readonly name: NoiseName;
  readonly snrDb: number;
}

/** Of each recording: five clean minutes and four times two with noise. */
const mostSeconds = 19 * 60;

/** Signals of a noise record: the first is for judging, the last for learning. */
export type NoiseSignal = 'first' | 'last';

/** The noise signals of one part, by name. */
export async function noiseSignals(
  dataFolder: string,
  signal: NoiseSignal,
): Promise<ReadonlyMap<NoiseName, EcgRecording>> {
  const signals = new Map<NoiseName, EcgRecording>();
  for (const name of noiseNames) {
    const leads = await readEcgLeads(join(dataFolder, 'nstdb'), name);
    signals.set(name, (signal === 'last' ? leads.at(-1) : undefined) ?? leads[0]);
  }
  return signals;
}

export interface NoisyPatientsOptions {
  readonly dataFolder: string;
  readonly models: SignalModels;
  readonly noises: ReadonlyMap<NoiseName, EcgRecording>;
  /** The noise of the record with this number, from 0. */
  readonly noiseOf: (record: number) => AddedNoise;
  /** Spread evenly. Default: all. */
  readonly recordsPerDataSet?: number;
  readonly onRecord?: (name: string) => void;
}

/** The patients of a data set with noise from their sixth minute on, by turns; of the rest only the first five minutes are kept. */
export async function noisyPatients(
  dataSet: string,
  { dataFolder, models, noises, noiseOf, recordsPerDataSet, onRecord }: NoisyPatientsOptions,
): Promise<StudyPatient[]> {
  const folder = join(dataFolder, dataSet);
  const patients: StudyPatient[] = [];
  const names = await recordNames(folder);
  for (const [record, name] of evenly(names, recordsPerDataSet ?? names.length).entries()) {
    onRecord?.(name);
    const added = noiseOf(record);
    const noise = noises.get(added.name);
    if (noise === undefined) continue;
    const clean = shortened(await readEcgRecording(folder, name));
    const { recording, noisy } = mixNoise(clean, noise, added.snrDb, { continuous: false });
    const beats = studyBeats(recording, models).filter(
      ({ seconds }) =>
        seconds < learningSeconds || noisy.some(({ from, to }) => seconds >= from && seconds < to),
    );
    patients.push({ dataSet, name, beats });
  }
  return patients;
}

function shortened(recording: EcgRecording): EcgRecording {
  const { samples, samplingRateHz, annotations } = recording;
  const length = Math.min(samples.length, mostSeconds * samplingRateHz);
  return {
    ...recording,
    samples: samples.subarray(0, length),
    annotations: annotations.filter(({ sample }) => sample < length),
  };
}
