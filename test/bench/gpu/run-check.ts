import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { wearableModelDirectory } from '@beatwatch/adaptation';
import { loadModel, pretrainedModelDirectory } from '@beatwatch/model-core';
import { describeMachine } from '../machine.ts';
import { candidateNames, candidatesOf } from './candidate.ts';
import { checkGpu } from './check.ts';
import { formatReport } from './table.ts';
import { readTestBeats } from './test-beats.ts';

const models = {
  seed: () => pretrainedModelDirectory('ecg5000-seed'),
  small: () => pretrainedModelDirectory('ecg5000'),
  wearable: () => wearableModelDirectory(),
} as const;

export const checkUsage = `[--minutes 8] [--engines ${candidateNames.join(',')}]
  [--model ${Object.keys(models).join('|')}] [--batches 1,64,256,1024,4096,16384] [--seconds-each 5]
  [--python python3] [--out FILE] [--json]`;

const optionsOfCheck = {
  minutes: { type: 'string', default: '8' },
  engines: { type: 'string', default: candidateNames.join(',') },
  model: { type: 'string', default: 'seed' },
  batches: { type: 'string', default: '1,64,256,1024,4096,16384' },
  'seconds-each': { type: 'string', default: '5' },
  python: { type: 'string', default: 'python3' },
  out: { type: 'string', default: '.beatwatch/bench/gpu.json' },
  json: { type: 'boolean', default: false },
} as const;

/**
 * Runs the check.
 * @throws Error where a number is not as it must be, after the report is written
 */
export async function check(args: string[], commit?: string): Promise<object> {
  const { values } = parseArgs({ args, options: optionsOfCheck });
  const modelFolder = oneOf('--model', values.model, models)();
  const { manifest } = await loadModel(modelFolder);
  const { architecture } = manifest;
  if (architecture.kind !== 'lstm-autoencoder') throw new Error('expected an LSTM autoencoder');
  const file = join(process.env['ECG_DATA_DIR'] ?? '../shared/data', 'ecg5000', 'ECG5000_TEST_HALF.arff');
  const testFile = values.model !== 'wearable' && existsSync(file) ? file : undefined;
  if (testFile === undefined && values.model !== 'wearable')
    console.error(`without AUROC, and with random beats: ${file} is missing (ECG_DATA_DIR)`);
  const batches = values.batches.split(',').map((text) => wholeNumber('--batches', text));
  const names = values.engines.split(',');
  for (const name of names)
    if (!candidateNames.includes(name)) throw invalid('--engines', name, candidateNames.join(', '));
  const all = candidatesOf({
    modelFolder,
    batches,
    ...(testFile !== undefined && { testFile }),
    secondsEach: timeOf('--seconds-each', values['seconds-each']),
    sizes: architecture,
    python: values.python,
  });
  const machine = await describeMachine();
  const report = await checkGpu({
    candidates: all.filter(({ name }) => names.includes(name)),
    machine: commit === undefined ? machine : { ...machine, commit },
    model: manifest.version,
    // From the start of this process.
    startedMs: 0,
    minutes: timeOf('--minutes', values.minutes),
    ...(testFile !== undefined && { anomalous: (await readTestBeats(testFile)).anomalous }),
    onProgress: async (sofar) => {
      await mkdir(dirname(values.out), { recursive: true });
      await writeFile(values.out, JSON.stringify(sofar, undefined, 2) + '\n');
      const done = sofar.engines.at(-1);
      console.error(`${done?.name ?? ''}: ${(done?.seconds ?? 0).toFixed(0)} s`);
    },
  });
  if (!values.json) console.log(`${formatReport(report, batches)}\n${values.out}`);
  if (report.problems.length > 0) throw new Error(report.problems.join('; '));
  return report;
}

function timeOf(option: string, text: string): number {
  const time = Number(text);
  if (!(time > 0 && time <= 600)) throw invalid(option, text, 'more than 0, at most 600');
  return time;
}

function wholeNumber(option: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw invalid(option, text, 'whole numbers of 1 or more, comma-separated');
  return Number(text);
}

function oneOf<Value>(option: string, name: string, table: Readonly<Record<string, Value>>): Value {
  const value = table[name];
  if (value === undefined) throw invalid(option, name, Object.keys(table).join(', '));
  return value;
}

/** As those of `parseArgs`, which end with the usage. */
function invalid(option: string, found: string, expected: string): Error {
  return Object.assign(new Error(`${option}: found ${found}, expected ${expected}`), {
    code: 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE',
  });
}
