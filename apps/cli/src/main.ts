import process from 'node:process';
import { describeError } from '@beatwatch/service-kit';
import { Command } from 'commander';
import { addDenoise } from './commands/denoise.ts';
import { addDenoiseApi } from './commands/denoise-api.ts';
import { addDenoiseKeys } from './commands/denoise-keys.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEvaluate } from './commands/evaluate/evaluate.ts';
import { addExport } from './commands/export.ts';
import { addMigrate } from './commands/migrate.ts';
import { addReplay } from './commands/replay.ts';
import { addSimulate } from './commands/simulate.ts';
import { addStart } from './commands/start.ts';
import { addStudy } from './commands/study/study.ts';
import { addTrain } from './commands/train/train.ts';
import { exitCode } from './errors.ts';

const program = new Command('beatwatch')
  .description('Watches the ECG of people who wear a sensor. Not a medical device.')
  .version('0.1.0')
  .showHelpAfterError('(beatwatch COMMAND --help tells more)')
  .configureHelp({ sortSubcommands: false });

// Before the commands are added: they take it over.
program.exitOverride((error) => {
  process.exit(error.exitCode === 0 ? 0 : 2);
});

for (const add of [
  addStart,
  addReplay,
  addSimulate,
  addTrain,
  addEvaluate,
  addStudy,
  addDenoise,
  addDenoiseApi,
  addDenoiseKeys,
  addExport,
  addMigrate,
  addDoctor,
])
  add(program);

try {
  await program.parseAsync();
  // A command that finished may have found fault: its exit code stands.
  process.exit();
} catch (error) {
  console.error(`beatwatch: ${describeError(error)}`);
  process.exit(exitCode(error));
}
