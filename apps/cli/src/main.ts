import process from 'node:process';
import { describeError } from '@beatwatch/service-kit';
import { Command } from 'commander';
import { exitCode } from './errors.ts';

/** In the order in which help lists them. */
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  start: async () => (await import('./commands/start.ts')).addStart,
  replay: async () => (await import('./commands/replay.ts')).addReplay,
  simulate: async () => (await import('./commands/simulate.ts')).addSimulate,
  patients: async () => (await import('./commands/patients.ts')).addPatients,
  devices: async () => (await import('./commands/devices/devices.ts')).addDevices,
  limits: async () => (await import('./commands/limits.ts')).addLimits,
  rescore: async () => (await import('./commands/rescore.ts')).addRescore,
  train: async () => (await import('./commands/train/train.ts')).addTrain,
  retrain: async () => (await import('./commands/retrain.ts')).addRetrain,
  jobs: async () => (await import('./commands/jobs.ts')).addJobs,
  evaluate: async () => (await import('./commands/evaluate/evaluate.ts')).addEvaluate,
  study: async () => (await import('./commands/study/study.ts')).addStudy,
  denoise: async () => (await import('./commands/denoise.ts')).addDenoise,
  'denoise-api': async () => (await import('./commands/denoise-api.ts')).addDenoiseApi,
  'denoise-keys': async () => (await import('./commands/denoise-keys.ts')).addDenoiseKeys,
  models: async () => (await import('./commands/models/models.ts')).addModels,
  alarms: async () => (await import('./commands/alarms.ts')).addAlarms,
  deliveries: async () => (await import('./commands/deliveries.ts')).addDeliveries,
  drift: async () => (await import('./commands/drift.ts')).addDrift,
  selections: async () => (await import('./commands/selections/selections.ts')).addSelections,
  export: async () => (await import('./commands/export.ts')).addExport,
  backup: async () => (await import('./commands/backup.ts')).addBackup,
  restore: async () => (await import('./commands/restore.ts')).addRestore,
  migrate: async () => (await import('./commands/migrate.ts')).addMigrate,
  users: async () => (await import('./commands/users/users.ts')).addUsers,
  keys: async () => (await import('./commands/keys/keys.ts')).addKeys,
  audit: async () => (await import('./commands/audit.ts')).addAudit,
  doctor: async () => (await import('./commands/doctor.ts')).addDoctor,
};

const program = new Command('beatwatch')
  .description('Monitors the ECG of people who wear a sensor. Not a medical device.')
  .version('0.1.0')
  .showHelpAfterError('(see beatwatch COMMAND --help)')
  .configureHelp({ sortSubcommands: false });

// Before commands are added: they inherit it.
program.exitOverride((error) => {
  process.exit(error.exitCode === 0 ? 0 : 2);
});

// Commands load libraries for seconds: load only the named one, or all for the list of commands.
const [, , named = ''] = process.argv;
const load = Object.hasOwn(commands, named) ? commands[named] : undefined;
const adders = await Promise.all((load === undefined ? Object.values(commands) : [load]).map((one) => one()));
for (const add of adders) add(program);

try {
  await program.parseAsync();
  // A command may have set an exit code of its own.
  process.exit();
} catch (error) {
  console.error(`beatwatch: ${describeError(error)}`);
  process.exit(exitCode(error));
}
