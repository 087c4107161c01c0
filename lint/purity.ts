import type { Linter } from 'eslint';

/** Packages without clock, randomness, process, files and network. */
export const purePackages = [
  'adaptation',
  'alarms',
  'boosted-trees',
  'contracts',
  'denoiser',
  'device-formats',
  'ecg',
  'image-files',
  'live-protocol',
  'model-core',
  'patient-monitor',
  'recordings',
  'report',
  'rhythm',
  'statistics',
] as const;

/** Files and folders of pure packages whose job is to reach outside. */
export const impureParts = [
  // Read and write files of models and recordings, and hash their bytes.
  'packages/denoiser/src/model/**',
  'packages/denoiser/src/files/derivation.ts',
  'packages/model-core/src/files/**',
  'packages/model-core/src/training/checkpoint-file.ts',
  'packages/recordings/src/files.ts',
  // Threads, and the optional libraries.
  'packages/denoiser/src/training/train-denoiser.ts',
  'packages/model-core/src/engines/onnx-worker.ts',
  'packages/model-core/src/tensorflow/**',
  'packages/model-core/src/webgpu/**',
  'packages/model-core/src/threads/**',
] as const;

const outside =
  'Pure packages touch no file, network, process, clock or randomness: let the caller pass it in.';

/** Clock, randomness, process and network by way of globals. `syntax`: options of other `no-restricted-syntax` rules. */
export function pureGlobals(syntax: Linter.RuleEntry | undefined): Linter.RulesRecord {
  const others = Array.isArray(syntax) ? syntax.slice(1) : [];
  return {
    'no-restricted-globals': [
      'error',
      ...['process', 'performance', 'crypto', 'fetch', 'console'].map((name) => ({ name, message: outside })),
      ...['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({ name, message: outside })),
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: outside },
      { object: 'Math', property: 'random', message: outside },
      { object: 'globalThis', message: outside },
    ],
    'no-restricted-syntax': [
      'error',
      ...(others as { selector: string; message: string }[]),
      { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: outside },
      { selector: "CallExpression[callee.name='Date']", message: outside },
    ],
  };
}
