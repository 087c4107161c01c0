import process from 'node:process';
import { describeError } from '@beatwatch/service-kit';
import { Command } from 'commander';
import { exitCode } from './errors.ts';

/** In the order in which help lists them. */
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  start: async () => (await import('./commands/start.ts')).addStart,
  replay: async () => (await import('./commands/replay.ts')).addReplay,
  simulate: async () => (await import('./commands/simulate.ts')).addSimulate,
  train: async () => (await import('./commands/train/train.ts')).addTrain,
  evaluate: async () => (await import('./commands/evaluate/evaluate.ts')).addEvaluate,
  study: async () => (await import('./commands/study/study.ts')).addStudy,
  denoise: async () => (await import('./commands/denoise.ts')).addDenoise,
  'denoise-api': async () => (await import('./commands/denoise-api.ts')).addDenoiseApi,
  'denoise-keys': async () => (await import('./commands/denoise-keys.ts')).addDenoiseKeys,
  export: async () => (await import('./commands/export.ts')).addExport,
  migrate: async () => (await import('./commands/migrate.ts')).addMigrate,
  doctor: async () => (await import('./commands/doctor.ts')).addDoctor,
};

const program = new Command('beatwatch')
  .description('Watches the ECG of people who wear a sensor. Not a medical device.')
  .version('0.1.0')
  .showHelpAfterError('(beatwatch COMMAND --help tells more)')
  .configureHelp({ sortSubcommands: false });

// Before the commands are added: they take it over.
program.exitOverride((error) => {
  process.exit(error.exitCode === 0 ? 0 : 2);
});

// Each command brings libraries that take seconds to load: only the one that was named is loaded, for help all of them.
const [, , named = ''] = process.argv;
const load = Object.hasOwn(commands, named) ? commands[named] : undefined;
const adders = await Promise.all((load === undefined ? Object.values(commands) : [load]).map((one) => one()));
for (const add of adders) add(program);

try {
  await program.parseAsync();
  // A command that finished may have found fault: its exit code stands.
  process.exit();
} catch (error) {
  console.error(`beatwatch: ${describeError(error)}`);
  process.exit(exitCode(error));
}
