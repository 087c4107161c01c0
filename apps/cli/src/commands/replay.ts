import process from 'node:process';
import { patientId, voltageUnits, type VoltageUnit } from '@beatwatch/contracts';
import type { LivePreprocessing } from '@beatwatch/ecg';
import { Option, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { CliError } from '../errors.ts';
import { sendCommands } from '../patients/send-commands.ts';
import { readFileForReplay, replayPatient, type Recording, type SentRecording } from '../replay/recording.ts';
import { awaitReplayCounts, type ReplayResult } from '../replay/await-counts.ts';
import { replayVerdict } from '../replay/verdict.ts';
import { connect, type Connection } from '../stack/connect.ts';
import { choiceOf } from '../stack/model.ts';
import { numberArgument, speedArgument } from '../terminal/arguments.ts';
import { createOutput, table, type Output } from '../terminal/output.ts';

interface ReplayFlags {
  readonly file?: string;
  readonly mitdb?: string;
  readonly arff?: string;
  readonly speed: number | 'max';
  readonly lead?: string;
  readonly rate?: number;
  readonly unit?: VoltageUnit;
  readonly patient?: string;
  readonly json?: boolean;
}

export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('send a recording through the running stack and count what arrived')
    .option(
      '--file <file>',
      'WFDB record (.hea or without extension), CSV, MAT level 4, EDF or EDF+, or beats as ARFF',
    )
    .addOption(
      new Option('--mitdb <record>', 'the same for a WFDB record, e.g. ../shared/data/mitdb/208').conflicts([
        'file',
        'arff',
      ]),
    )
    .addOption(
      new Option('--arff <file>', 'the same for beats that are cut, e.g. ECG5000_TEST_HALF.arff').conflicts(
        'file',
      ),
    )
    .option('--speed <factor>', 'times real time, or "max"', speedArgument, 10)
    .option('--lead <lead>', 'name of the lead, or its place from 0 (default: the first ECG)')
    .option('--rate <Hz>', 'sampling rate, for files that do not say it', numberArgument(50, 2000))
    .addOption(
      new Option('--unit <unit>', 'of the values, for files that do not say it').choices(voltageUnits),
    )
    .option('--patient <id>', 'patient to send as (default: the record with the time of day)')
    .option('--json', 'print the counts as JSON')
    .addHelpText(
      'after',
      '\nThe recording ends at about the present time. Exit code 1: the counts of beats sent, stored and scored differ, or there is no beat.',
    )
    .action(async (flags: ReplayFlags) => {
      const output = createOutput(flags.json ?? false);
      const recording = await read(flags);
      const config = readConfig();
      const connection = await connect(config, 'replay');
      try {
        const { preprocessing } = await choiceOf(config.dataDir);
        await replay(recording, { ...flags, preprocessing }, connection, output);
      } finally {
        await connection.close();
      }
    });
}

async function read({ file, mitdb, arff, lead, rate, unit }: ReplayFlags): Promise<Recording> {
  const path = file ?? mitdb ?? arff;
  if (path === undefined) throw new CliError('nothing to replay: give --file FILE', { code: 'usage' });
  const recording = await readFileForReplay(path, { lead, samplingRateHz: rate, unit });
  return mitdb === undefined ? recording : { ...recording, name: `mitdb-${recording.name}` };
}

async function replay(
  recording: Recording,
  flags: ReplayFlags & { readonly preprocessing: LivePreprocessing },
  connection: Connection,
  output: Output,
): Promise<void> {
  const { speed, preprocessing } = flags;
  const patient =
    flags.patient === undefined ? replayPatient(recording.name, new Date()) : patientId(flags.patient);
  const wallSeconds = speed === 'max' ? 0 : recording.durationSeconds / speed;
  // Slower than real time would run ahead of the clock.
  const aheadSeconds = Math.min(0, wallSeconds - recording.durationSeconds);
  const startTimeUs = Math.round((Date.now() + aheadSeconds * 1000) * 1000);
  const stopping = new AbortController();
  process.once('SIGINT', () => {
    stopping.abort();
  });
  output.step(
    `${recording.name} as patient ${patient}: ${(recording.durationSeconds / 60).toFixed(1)} min of ECG in about ${formatSeconds(wallSeconds)}`,
  );
  if (recording.lead !== undefined) output.step(`lead ${recording.lead}`);
  for (const note of recording.notes) output.step(`note: ${note}`);
  const producer = await connection.stream.producer();
  const startedMs = performance.now();
  const sent = await recording.send({
    producer,
    patientId: patient,
    speed,
    startTimeUs,
    preprocessing,
    signal: stopping.signal,
    onProgress: ({ messagesSent, messagesTotal }) => {
      const share = messagesSent / messagesTotal;
      const leftSeconds = ((performance.now() - startedMs) / 1000 / share) * (1 - share);
      output.progress(`sent ${(share * 100).toFixed(0)} %, ${formatSeconds(leftSeconds)} left`);
    },
  });
  await producer.stop();
  const range = { patientId: patient, fromUs: sent.fromUs, toUs: sent.toUs + 1 };
  const result = await awaitReplayCounts(connection.database.repositories.scores, range, sent.beatsSent, {
    patienceMs: 30_000,
    onProgress: ({ beatsStored, beatsScored }) => {
      output.progress(`of ${sent.beatsSent} beats ${beatsStored} stored, ${beatsScored} scored`);
    },
  });
  // Else the patient would stay on the station as one whose data are missing.
  const ended = { patientId: patient, actor: 'replay', timeUs: Date.now() * 1000 };
  await sendCommands(connection.stream, [{ ...ended, action: 'end-signal' }]);
  report({ recording, patient, sent, result }, output);
}

interface Replayed {
  readonly recording: Recording;
  readonly patient: string;
  readonly sent: SentRecording;
  readonly result: ReplayResult;
}

function report({ recording, patient, sent, result }: Replayed, output: Output): void {
  const { beatsSent, beatsStored, beatsScored, beatsScoredTwice, agrees } = result;
  const { beatsAnnotated } = recording;
  const verdict = replayVerdict(result, recording);
  const rows = [
    ['beats sent', String(beatsSent)],
    ['beats stored', String(beatsStored)],
    ['beats scored', String(beatsScored)],
    ['beats scored twice', String(beatsScoredTwice)],
    ...(beatsAnnotated === undefined
      ? []
      : [['beats annotated', `${beatsAnnotated} (by cardiologists, for comparison)`]]),
  ];
  output.result(
    {
      patient,
      ...(recording.lead === undefined ? {} : { lead: recording.lead }),
      notes: recording.notes,
      messagesSent: sent.messagesSent,
      beatsSent,
      beatsStored,
      beatsScored,
      beatsScoredTwice,
      ...(beatsAnnotated === undefined ? {} : { beatsAnnotated }),
      agrees,
    },
    `${table(rows)}\n${verdict.text}`,
  );
  if (verdict.error !== undefined) throw verdict.error;
}

function formatSeconds(seconds: number): string {
  if (seconds < 1) return 'a moment';
  return seconds < 90 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(1)} min`;
}
