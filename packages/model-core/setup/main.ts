import process from 'node:process';
import { parseArgs } from 'node:util';
import { SetupError } from './errors.ts';
import { setUpTensorflow, type SetUpOptions } from './set-up.ts';

const help = `Sets up the engine "tensorflow": downloads libtensorflow, builds TensorFlow.js's binding to it, and checks the result.

Usage: npm run setup:tensorflow [-- OPTIONS]
  --gpu           the CUDA build, for NVIDIA GPUs (Linux; downloads about 3 GB)
  --from SOURCE   package (its own install script), registry (Python wheels) or any: package, then registry (default)
  --force         download and build again even if set up
  --help

Needs Node.js 20 or 22; with the registry also python3 with pip, make and g++.
Exit codes: 0 set up and working; 1 failed, with the reason on the last line; 2 invalid usage.`;

// process.exit runs the exit handlers, which kill a running compiler or download.
process.once('SIGINT', () => process.exit(130));

try {
  const { values } = parseArgs({
    options: {
      gpu: { type: 'boolean', default: false },
      from: { type: 'string', default: 'any' },
      force: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    process.exit(0);
  }
  await setUpTensorflow(
    { variant: values.gpu ? 'gpu' : 'cpu', from: source(values.from), force: values.force },
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
