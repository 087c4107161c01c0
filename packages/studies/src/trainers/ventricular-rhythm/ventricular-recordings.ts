import { join } from 'node:path';
import { bedsideAlarm } from '../../alarm-outcomes/bedside-alarm.ts';
import { readEcgLeads, recordNames, secondsOf } from '../../live-path/ecg-recording.ts';
import type { EvaluationModels } from '../../live-path/evaluation-models.ts';
import { readNoise, variantKey, variantsOf, type NoiseOptions } from '../../noise/variants.ts';
import { leadWindows, type LeadWindow } from './lead-windows.ts';
import { isVentricular, windowLabel, type WindowLabel } from './window-labels.ts';

/** A window of one lead, and what is known of its rhythm. */
export interface LabelledWindow extends LeadWindow {
  /** Undefined where nobody knows. */
  readonly target: boolean | undefined;
}

export interface VentricularRecording {
  readonly dataSet: string;
  readonly record: string;
  readonly hours: number;
  readonly leads: readonly (readonly LabelledWindow[])[];
  /** Absent for the signal as it is. */
  readonly noise?: string;
  /** Of a bedside alarm of ventricular tachycardia, flutter or fibrillation: whether it was right. */
  readonly alarm?: boolean;
}

/** Data sets with their leads that are learned from. */
const ventricularDataSets = [
  { name: 'cinc2015', leads: 'all' },
  { name: 'vfdb', leads: 'all' },
  { name: 'cudb', leads: 'all' },
  { name: 'mitdb', leads: 'first' },
  { name: 'svdb', leads: 'first' },
  { name: 'qtdb', leads: 'first' },
  { name: 'cinc2017', leads: 'all' },
] as const;

/** One in this number of mitdb's records is also learned with noise. */
const noisyEvery = 3;

/** Reads the recordings of all data sets through the live path, one by one. */
export async function* ventricularRecordings(
  dataFolder: string,
  models: EvaluationModels,
  onRecord: (name: string, number: number, records: number) => void,
): AsyncGenerator<VentricularRecording, void, undefined> {
  const listed = await Promise.all(
    ventricularDataSets.map(async ({ name, leads }) => {
      const folder = join(dataFolder, name);
      return (await recordNames(folder)).map((record) => ({ dataSet: name, folder, record, leads }));
    }),
  );
  const all = listed.flat();
  const noiseOptions: NoiseOptions = {
    folder: join(dataFolder, 'nstdb'),
    names: ['em', 'ma'],
    snrsDb: [0],
    continuous: false,
  };
  const noises = await readNoise(noiseOptions);
  for (const [index, { dataSet, folder, record, leads }] of all.entries()) {
    onRecord(`${dataSet}/${record}`, index + 1, all.length);
    const recordings = await readEcgLeads(folder, record, leads);
    const [first] = recordings;
    const model = await models.for(record);
    const label = windowLabel(first, dataSet);
    const alarm = bedsideAlarm(first.comments);
    const about = { dataSet, record, hours: secondsOf(first) / 3600 };
    const windows = [];
    for (const recording of recordings) windows.push(labelled(await leadWindows(recording, model), label));
    yield {
      ...about,
      leads: windows,
      ...(alarm !== undefined && isVentricular(alarm) && { alarm: alarm.isTrue }),
    };
    if (dataSet !== 'mitdb' || index % noisyEvery !== 0) continue;
    for (const { recording, noise } of variantsOf(first, noises, noiseOptions)) {
      if (noise === undefined) continue;
      const noisy = labelled(await leadWindows(recording, model), label);
      yield { ...about, leads: [noisy], noise: variantKey({ noise }) };
    }
  }
}

const labelled = (windows: readonly LeadWindow[], label: WindowLabel): LabelledWindow[] =>
  windows.map((window) => ({ ...window, target: label(window.endSeconds) }));
