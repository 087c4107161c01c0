import process from 'node:process';
import { parseArgs } from 'node:util';
import { SetupError } from './errors.ts';
import { setUpTensorflow, type SetUpOptions } from './set-up.ts';

const help = `Sets up the engine "tensorflow": fetches libtensorflow, builds the binding of TensorFlow.js to it, tries it out.

Usage: npm run setup:tensorflow [-- OPTIONS]
  --gpu           the CUDA build, for NVIDIA GPUs (Linux; some 3 GB to fetch)
  --from SOURCE   any (default): the package's own install script, then the Python registry; package; registry
  --force         fetch and build anew, though it is set up
  --help

Needs Node.js 20 or 22; for the registry also python3 with pip, make and g++.
Exit code 0: it computes. 1: it does not, and the last line says why. 2: wrong option.`;

// Exits through 'exit', where a running compiler or download is killed.
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
