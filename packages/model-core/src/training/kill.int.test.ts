import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineName } from '../engines/available-engines.ts';
import { createTrainingEngine } from '../engines/create-training-engine.ts';
import { tensorflowMissing } from '../tensorflow/set-up-for-tests.ts';
import { fileCheckpointStore } from './checkpoint.ts';
import { noisy, testRun } from './test-run.ts';
import { trainAutoencoder } from './train-autoencoder.ts';
import type { TrainAutoencoderOptions } from './train-options.ts';

type CreateEngine = NonNullable<TrainAutoencoderOptions['createEngine']>;

const run = { ...testRun, prepare: noisy, prepareName: 'noise' };
const here = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);

/** Runs in its own process: prints each completed step, then blocks at the last one until it is killed. */
const program = `
  import { writeSync } from 'node:fs';
  import { fileCheckpointStore } from ${here('checkpoint.ts')};
  import { noisy, testRun } from ${here('test-run.ts')};
  import { createTrainingEngine } from ${here('../engines/create-training-engine.ts')};
  import { trainAutoencoder } from ${here('train-autoencoder.ts')};
  await trainAutoencoder({
    ...testRun,
    prepare: noisy,
    prepareName: 'noise',
    createEngine: (...parts) => createTrainingEngine(...parts, { engine: process.argv[3] }),
    checkpoint: fileCheckpointStore(process.argv[1]),
    onStep: ({ epoch, step }) => {
      const printed = epoch + ':' + step;
      writeSync(1, printed + '\\n');
      if (printed === process.argv[2]) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  });
`;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beatwatch-kill-'));
});
afterEach(() => rm(directory, { recursive: true }));

/**
 * Starts the run and kills it when it prints `lastStep`.
 * @returns the first step that it printed
 */
async function trainAndKill(
  checkpoint: string,
  lastStep: string,
  engine: EngineName,
): Promise<string | undefined> {
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program, checkpoint, lastStep, engine];
  const child = spawn(process.execPath, args, {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let first: string | undefined;
  for await (const step of createInterface(child.stdout)) {
    first ??= step;
    if (step === lastStep) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return first;
}

describe('a training run that is killed', () => {
  it.for<EngineName>(['onnx', 'tensorflow'])(
    'resumes after its last complete epoch, with the weights and losses of an uninterrupted run: %s',
    async (engine, { skip }) => {
      if (engine === 'tensorflow') skip(tensorflowMissing !== undefined, tensorflowMissing);
      const withEngine = {
        ...run,
        createEngine: (...parts: Parameters<CreateEngine>) => createTrainingEngine(...parts, { engine }),
      };
      const whole = await trainAutoencoder(withEngine);
      const checkpoint = join(directory, 'run.safetensors');
      // In the middle of an epoch, after its last step and at its first one.
      expect(await trainAndKill(checkpoint, '3:2', engine)).toBe('1:1');
      expect(await trainAndKill(checkpoint, '6:3', engine)).toBe('3:1');
      expect(await trainAndKill(checkpoint, '9:1', engine)).toBe('6:1');
      const steps: number[] = [];
      const resumed = await trainAutoencoder({
        ...withEngine,
        checkpoint: fileCheckpointStore(checkpoint),
        onStep: ({ epoch }) => steps.push(epoch),
      });
      expect(steps[0]).toBe(9);
      expect(resumed).toEqual(whole);
    },
  );
});
