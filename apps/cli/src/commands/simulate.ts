import process from 'node:process';
import { deviceId, patientId } from '@beatwatch/contracts';
import { createFleet, demoFleet, type FleetPatient, type SyntheticLead } from '@beatwatch/simulator';
import { Option, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { sendCommands } from '../patients/send-commands.ts';
import { readFolder } from '../replay/folder.ts';
import { connect } from '../stack/connect.ts';
import { choiceOf } from '../stack/model.ts';
import { integerArgument, numberArgument } from '../terminal/arguments.ts';
import { createOutput } from '../terminal/output.ts';

interface SimulateFlags {
  readonly patients: number;
  readonly speed: number;
  readonly files?: string;
  readonly mitdb?: string;
  readonly prefix: string;
  readonly seconds?: number;
  readonly json?: boolean;
}

export function addSimulate(program: Command): void {
  program
    .command('simulate')
    .description('add simulated wearables to the running stack, until Ctrl-C')
    .option('--patients <n>', 'how many', integerArgument(1, 10_000), 12)
    .option('--speed <factor>', 'times real time', numberArgument(0.01, 1000), 1)
    .option(
      '--files <folder>',
      'play the recordings of a folder (WFDB, CSV, MAT, EDF) in a loop, no synthesised ECG',
    )
    .addOption(new Option('--mitdb <folder>', 'the same').conflicts('files'))
    .option('--prefix <text>', "first part of the patients' ids", 'sim')
    .option('--seconds <n>', 'end by itself after so long', numberArgument(0.1, 1e7))
    .option('--json', 'print what was sent as JSON')
    .action(async (flags: SimulateFlags) => {
      const output = createOutput(flags.json ?? false);
      const config = readConfig();
      const patients = await patientsOf(flags, (await choiceOf(config.dataDir)).lead, (note) => {
        output.step(`note: ${note}`);
      });
      const connection = await connect(config, 'simulate');
      try {
        await connection.database.repositories.patients.upsert(patients);
        const producer = await connection.stream.producer();
        const fleet = createFleet({ patients, producer, speed: flags.speed });
        await fleet.start();
        output.step(
          `${patients.length} patients send; ${flags.seconds === undefined ? 'Ctrl-C ends it' : `${flags.seconds} s`}`,
        );
        await untilAsked(flags.seconds);
        await fleet.stop();
        await producer.stop();
        const ended = { actor: 'simulate', timeUs: Date.now() * 1000, action: 'end-signal' } as const;
        await sendCommands(
          connection.stream,
          patients.map(({ patientId: id }) => ({ ...ended, patientId: id })),
        );
        const stats = fleet.stats();
        output.result(
          stats,
          Object.entries(stats)
            .map(([name, value]) => `${name}: ${String(value)}`)
            .join('\n'),
        );
      } finally {
        await connection.close();
      }
    });
}

/** Synthesised patients with the demo's scripts in turn, or one for each recording of the folder in turn. */
async function patientsOf(
  { patients, files, mitdb, prefix }: SimulateFlags,
  lead: SyntheticLead,
  onNote: (note: string) => void,
): Promise<FleetPatient[]> {
  const demo = demoFleet();
  const folder = files ?? mitdb;
  const { recordings, notes } =
    folder === undefined ? { recordings: [], notes: [] } : await readFolder(folder);
  notes.forEach(onNote);
  return Array.from({ length: patients }, (_, index): FleetPatient => {
    const number = String(index + 1).padStart(4, '0');
    const identity = {
      patientId: patientId(`${prefix}-${number}`),
      deviceId: deviceId(`${prefix}-dev-${number}`),
      ward: 'Simulated',
    };
    const recording = recordings[index % Math.max(1, recordings.length)];
    if (recording !== undefined) {
      const displayName = `Record ${recording.name} (${number})`;
      return { ...identity, displayName, signal: { kind: 'recording', lead: recording.lead }, script: [] };
    }
    const model = demo[index % demo.length];
    return {
      ...identity,
      displayName: `Simulated ${number}`,
      signal: { kind: 'synthetic', seed: index + 1, lead },
      script: model?.script ?? [],
    };
  });
}

function untilAsked(seconds: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
    if (seconds !== undefined) setTimeout(resolve, seconds * 1000);
  });
}
