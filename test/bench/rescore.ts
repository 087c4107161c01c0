import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { InputJournal } from '@beatwatch/alarms';
import { deviceId, patientId, type PacketPart } from '@beatwatch/contracts';
import { readWfdbRecord, samplesAboveBaseline } from '@beatwatch/recordings';
import { rescore } from '@beatwatch/rescoring';
import { replayAlarms } from '@beatwatch/rescoring/alarms';
import { openModels } from '@beatwatch/scorer';
import { loadRhythmModels } from '@beatwatch/signal-models';
import { packState } from '@beatwatch/stream-processor';
import { openDatabase, type AlarmInputBlock, type Database, type WaveformChunk } from '@beatwatch/timescale';
import { databaseForTests } from '@beatwatch/timescale/testing';
import { cpuUs } from './scorer/processor-time.ts';

const patient = patientId('rescore-bench');
const packetSeconds = 0.3;
const hourUs = 3600e6;

export const usage = `npm run bench -- rescore [--record FILE] [--hours 72] [--leads 1] [--rounds 3] [--json]

Fills the embedded database with the leads of a recording, again and again, and judges them anew: hours of signal a minute of
time, and the time for all of it. Then the alarms are decided again with another threshold from what decided them. The record: WFDB without extension (default: qtdb's sel16265, 250 Hz).`;

/** How fast stored signal is judged anew. */
export async function main(args: string[]): Promise<object> {
  const folder = process.env['ECG_DATA_DIR'] ?? '../shared/data';
  const { values } = parseArgs({
    args,
    options: {
      record: { type: 'string', default: join(folder, 'qtdb', 'sel16265') },
      hours: { type: 'string', default: '72' },
      leads: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  const hours = Number(values.hours);
  const server = await databaseForTests();
  const database = openDatabase({ connectionString: server.connectionString });
  const opened = await openModels({
    SCORER_THREADS: 1,
    SCORER_PRECISION: 'float32',
    SCORER_MAX_BATCH: 1024,
    SCORER_MAX_WAIT_MS: 0,
  });
  const startUs = Math.floor(Date.now() / 3_600_000) * hourUs - (hours + 1) * hourUs;
  try {
    await fill(database, {
      record: values.record,
      startUs,
      seconds: hours * 3600,
      leads: Number(values.leads),
    });
    const journal = new InputJournal();
    const rounds: { seconds: number; processorSeconds: number; signalHours: number; beats: number }[] = [];
    for (let round = 0; round < Number(values.rounds); round += 1) {
      const startedMs = performance.now();
      const usedBefore = cpuUs();
      const { signalHours, beatsRescored } = await rescore({
        connectionString: server.connectionString,
        repositories: database.repositories,
        patientId: patient,
        sinceUs: startUs,
        models: opened.models,
        rhythmModels: await loadRhythmModels(),
        preprocessing: 'r-window-88-microvolts',
        ...(round === 0 && {
          onInput: (input, after) => {
            journal.add(input, after);
          },
        }),
      });
      const seconds = (performance.now() - startedMs) / 1000;
      const processorSeconds = (cpuUs() - usedBefore) / 1e6;
      rounds.push({ seconds, processorSeconds, signalHours, beats: beatsRescored });
      if (!values.json) {
        console.log(
          `${hours} h of ${values.leads} lead(s): ${seconds.toFixed(1)} s, ${((signalHours * 60) / seconds).toFixed(0)} hours of signal a minute, ${beatsRescored} beats, ${processorSeconds.toFixed(1)} s of processors without the database's`,
        );
      }
    }
    const storedBytes = await storeInputs(database, journal);
    const replays: { seconds: number; processorSeconds: number; beats: number }[] = [];
    for (let round = 0; round < Number(values.rounds); round += 1) {
      const startedMs = performance.now();
      const usedBefore = cpuUs();
      const { beats } = await replayAlarms({
        repositories: database.repositories,
        patientId: patient,
        sinceUs: startUs,
        threshold: 2,
      });
      const seconds = (performance.now() - startedMs) / 1000;
      const processorSeconds = (cpuUs() - usedBefore) / 1e6;
      replays.push({ seconds, processorSeconds, beats });
      if (!values.json) {
        console.log(
          `another threshold: ${seconds.toFixed(1)} s for ${beats} beats, ${processorSeconds.toFixed(1)} s of processors without the database's`,
        );
      }
    }
    if (!values.json)
      console.log(`what alarms were decided by: ${(storedBytes / hours / 1024).toFixed(0)} KiB an hour`);
    const mebibytes = process.resourceUsage().maxRSS / 1024;
    if (!values.json) console.log(`peak memory ${mebibytes.toFixed(0)} MiB, all threads`);
    return { hours, leads: Number(values.leads), rounds, replays, storedBytes, peakMebibytes: mebibytes };
  } finally {
    await opened.dispose();
    await database.close();
    await server.stop();
  }
}

/** Stores what alarms were decided by as the scorer does. @returns bytes of it, before the database compresses them */
async function storeInputs({ repositories }: Database, journal: InputJournal): Promise<number> {
  const blocks = journal.take().map(({ rows, after, ...name }): AlarmInputBlock => ({
    patientId: patient,
    ...name,
    inputs: packState(rows),
    ...(after && { after: packState(after) }),
  }));
  const atOnce = 200;
  for (let from = 0; from < blocks.length; from += atOnce) {
    await repositories.alarmInputs.write(blocks.slice(from, from + atOnce));
  }
  return blocks.reduce((sum, { inputs, after }) => sum + inputs.length + (after?.length ?? 0), 0);
}

interface Filling {
  readonly record: string;
  readonly startUs: number;
  readonly seconds: number;
  readonly leads: number;
}

/** Stores the waveform as ingest does, without what follows from it. */
async function fill(database: Database, { record, startUs, seconds, leads }: Filling): Promise<void> {
  const { samplingRateHz, signals } = await readWfdbRecord(record);
  const chosen = signals.slice(0, leads).map((signal) => ({ signal, samples: samplesAboveBaseline(signal) }));
  const perPacket = Math.round(packetSeconds * samplingRateHz);
  for (let second = 0; second < seconds; second += 60) {
    const chunks: WaveformChunk[] = [];
    for (let at = second; at < Math.min(seconds, second + 60); at += 1) {
      for (const [place, { signal, samples }] of chosen.entries()) {
        const whole = Math.floor(samples.length / samplingRateHz);
        const from = (at % whole) * samplingRateHz;
        chunks.push({
          patientId: patient,
          deviceId: deviceId('patch-1'),
          lead: signal.lead,
          firstSampleTimeUs: startUs + at * 1e6,
          samplingRateHz,
          microvoltsPerCount: signal.microvoltsPerCount ?? 5,
          samples: Int16Array.from(samples.subarray(from, from + samplingRateHz)),
          parts: partsOf({ at, samplingRateHz, perPacket, startUs, place, leads }),
        });
      }
    }
    await database.repositories.waveforms.write(chunks);
  }
}

interface Second {
  readonly at: number;
  readonly samplingRateHz: number;
  readonly perPacket: number;
  readonly startUs: number;
  /** Of the lead among `leads`. */
  readonly place: number;
  readonly leads: number;
}

/** The packets that a second's samples came in. */
function partsOf({ at, samplingRateHz, perPacket, startUs, place, leads }: Second): PacketPart[] {
  const parts: PacketPart[] = [];
  const end = (at + 1) * samplingRateHz;
  for (let sample = at * samplingRateHz; sample < end;) {
    const packet = Math.floor(sample / perPacket);
    const from = sample - packet * perPacket;
    const count = Math.min(perPacket - from, end - sample);
    const lastSampleTimeUs = startUs + Math.round((((packet + 1) * perPacket - 1) * 1e6) / samplingRateHz);
    parts.push({
      origin: {
        number: startUs / 1000 + packet * leads + place,
        arrivalUs: Math.ceil((lastSampleTimeUs + 250_000) / 1000) * 1000,
        lastSampleTimeUs,
        sequence: packet,
        sampleCount: perPacket,
      },
      from,
      count,
    });
    sample += count;
  }
  return parts;
}
