import process from 'node:process';
import { parseArgs } from 'node:util';
import { SetupError } from './errors.ts';
import { setUpTensorflow, type SetUpOptions } from './set-up.ts';
import type { Variant } from './variant.ts';
import { libraryVersion, megabytesOf, wheelsOf } from './wheels.ts';

const help = `Sets up the engine "tensorflow": downloads libtensorflow, builds TensorFlow.js's binding to it, and checks the result.

Usage: npm run setup:tensorflow [-- OPTIONS]
  --gpu           the build for NVIDIA GPUs, in the package tfjs-node-gpu (Linux on x64)
  --from SOURCE   package (its own install script: libtensorflow 2.9.1; with --gpu it needs CUDA 11.2 and cuDNN 8),
                  registry (Python wheels through pip: libtensorflow ${libraryVersion}; with --gpu CUDA 12 and cuDNN 9 come along),
                  or any: package, then registry (default)
  --library cpu   with --gpu: the library without CUDA in the package for GPUs, as tests without a GPU do
  --force         download and build again even if set up
  --help

From the registry it downloads ${megabytesOf(wheelsOf.cpu)} MB, or with --gpu ${megabytesOf(wheelsOf.gpu)} MB, into ~/.cache/beatwatch (XDG_CACHE_HOME). Every wheel is
pinned by its SHA-256. A download that was interrupted goes on with the wheel that it was at. pip's own settings hold: PIP_INDEX_URL,
PIP_PROXY, PIP_CERT; on a machine without a network, PIP_NO_INDEX=1 and PIP_FIND_LINKS=FOLDER with the wheels.

Needs Node.js 20 or 22; with the registry also python3 with pip, make and g++.
Exit codes: 0 set up and working; 1 failed, with the reason on the last line; 2 invalid usage.`;

// process.exit runs the exit handlers, which kill a running compiler or download.
process.once('SIGINT', () => process.exit(130));

try {
  const { values } = parseArgs({
    options: {
      gpu: { type: 'boolean', default: false },
      from: { type: 'string', default: 'any' },
      library: { type: 'string' },
      force: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    process.exit(0);
  }
  const variant = values.gpu ? 'gpu' : 'cpu';
  await setUpTensorflow(
    {
      variant,
      library: library(values.library, variant),
      from: source(values.from),
      force: values.force,
    },
    (sentence) => {
      console.log(sentence);
    },
  );
} catch (error) {
  if (error instanceof SetupError) {
    console.error(`setup:tensorflow: ${error.message}`);
    process.exit(1);
  }
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    console.error(`setup:tensorflow: ${error.message}\n\n${help}`);
    process.exit(2);
  }
  throw error;
}

function source(value: string): SetUpOptions['from'] {
  if (value === 'any' || value === 'package' || value === 'registry') return value;
  console.error(`setup:tensorflow: --from: found ${value}, expected any, package or registry`);
  process.exit(2);
}

function library(value: string | undefined, variant: Variant): Variant {
  if (value === undefined || value === variant) return variant;
  if (value === 'cpu') return value;
  console.error(
    `setup:tensorflow: --library: found ${value}, expected ${variant === 'gpu' ? 'cpu or gpu' : 'cpu, or --gpu with it'}`,
  );
  process.exit(2);
}
