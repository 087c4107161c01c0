import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readWfdbRecord, samplesAboveBaseline, type WfdbRecord } from '@beatwatch/recordings';

/** First lead of a recording with its reference annotations. */
export interface Recording {
  readonly record: WfdbRecord;
  readonly lead: string;
  readonly samplingRateHz: number;
  readonly microvoltsPerCount: number;
  readonly samples: Int16Array;
}

/** Reads the first lead of every WFDB record in a folder by name; skips records whose first signal is not a voltage. */
export async function readRecordings(folder: string): Promise<readonly Recording[]> {
  const recordings: Recording[] = [];
  const headers = readdirSync(folder).filter((file) => file.endsWith('.hea'));
  for (const name of headers.toSorted()) {
    const record = await readWfdbRecord(join(folder, basename(name, '.hea')));
    const [signal] = record.signals;
    if (signal?.microvoltsPerCount === undefined) continue;
    const { lead, microvoltsPerCount } = signal;
    const { samplingRateHz } = record;
    recordings.push({
      record,
      lead,
      samplingRateHz,
      microvoltsPerCount,
      samples: samplesAboveBaseline(signal),
    });
  }
  return recordings;
}
