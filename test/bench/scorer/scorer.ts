import { createHash } from 'node:crypto';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { encodeObservation } from '@beatwatch/contracts';
import { packState } from '@beatwatch/stream-processor';
import { readRecordings } from '../../../packages/ecg/bench/recordings.ts';
import { observationsOf, ofPatient } from './observations.ts';
import { cpuUs } from './processor-time.ts';
import { createWard } from './ward.ts';

interface Figures {
  readonly fromMinute: number;
  readonly beats: number;
  /** Patients in real time on one core. */
  readonly patientsPerCore: number;
  /** Processor time, microseconds a beat with its second: models, all else, packing of states. */
  readonly modelUs: number;
  readonly monitorUs: number;
  readonly packingUs: number;
}

/** A patient's state is stored once in this time where a thousand patients share a scorer. */
const packedEachSeconds = 8;

export const usage = `npm run bench -- scorer [--records FOLDER] [--patients 200] [--minutes 6] [--json]

The scorer's work on one core without broker and database: observations decoded, encoded by the autoencoder in batches,
judged, alarms decided, scores encoded, and each state packed every ${packedEachSeconds} s. Patients play the recordings, each from
its own offset. The fingerprint is of all scores, alarms and states: equal ones say that two versions decide the same.`;

export async function main(args: string[]): Promise<object> {
  const { values } = parseArgs({
    args,
    options: {
      records: { type: 'string', default: join(process.env['ECG_DATA_DIR'] ?? '../shared/data', 'mitdb') },
      patients: { type: 'string', default: '200' },
      minutes: { type: 'string', default: '6' },
      json: { type: 'boolean', default: false },
    },
  });
  const [patients, minutes] = [Number(values.patients), Number(values.minutes)];
  const ward = await createWard();
  const recordings = await readRecordings(values.records);
  const played = Array.from({ length: patients }, (_, index) => {
    const recording = recordings[index % recordings.length];
    if (recording === undefined) throw new Error(`no recordings in ${values.records}`);
    return observationsOf(recording, index * 997, minutes * 60);
  });
  const fingerprint = createHash('sha256');
  const monitors = played.map((_, index) => ward.admit(`p-${index}`));
  const figures: Figures[] = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    const spent = { model: 0, monitor: 0, packing: 0 };
    let beats = 0;
    for (let second = minute * 60; second < (minute + 1) * 60; second += 1) {
      const encoded = played.map((seconds, index) =>
        (seconds[second] ?? []).map((one) => encodeObservation(ofPatient(one, `p-${index}`))),
      );
      const outcome = await ward.judge(encoded, monitors, spent);
      beats += outcome.beats;
      for (const bytes of outcome.said) fingerprint.update(bytes);
      const before = cpuUs();
      for (const [index, monitor] of monitors.entries())
        if (index % packedEachSeconds === second % packedEachSeconds)
          fingerprint.update(packState(monitor.state));
      spent.packing += cpuUs() - before;
    }
    const row: Figures = {
      fromMinute: minute,
      beats,
      patientsPerCore: (patients * 60e6) / (spent.model + spent.monitor + spent.packing),
      modelUs: spent.model / beats,
      monitorUs: spent.monitor / beats,
      packingUs: spent.packing / beats,
    };
    figures.push(row);
    if (!values.json) print(row);
  }
  await ward.close();
  const result = { patients, minutes: figures, fingerprint: fingerprint.digest('hex').slice(0, 16) };
  if (!values.json) console.log(`fingerprint of scores, alarms and states: ${result.fingerprint}`);
  return result;
}

function print({ fromMinute, patientsPerCore, modelUs, monitorUs, packingUs }: Figures): void {
  const [model, monitor, packing] = [modelUs, monitorUs, packingUs].map((us) => us.toFixed(0).padStart(4));
  console.log(
    `minute ${fromMinute + 1}: ${patientsPerCore.toFixed(0).padStart(5)} patients a core; us a beat: model ${model}, monitor ${monitor}, packing ${packing}`,
  );
}
