import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const cores = availableParallelism();

// These hold a whole stack, or measure how quickly a broker or a database ends: one at a time, and nothing beside them.
const system = [
  'test/system/{backup,chaos,demo,disk-full,hot-swap,instances,interruption,live-path,recovery,retrain,strangers}.int.test.ts',
  'packages/stream/src/kafka/faults.int.test.ts',
  'packages/stream/src/local-broker/start.int.test.ts',
  'packages/timescale/src/embedded/embedded.int.test.ts',
];

// They compute for themselves, for minutes, and nothing in them is timed.
const computing = [
  'packages/model-core/src/**/*.{int,slow}.test.ts',
  'apps/scorer/src/engines/*.int.test.ts',
  'packages/denoiser/src/webgpu/*.int.test.ts',
  'test/bench/gpu/*.int.test.ts',
  'apps/denoise-api/src/denoise/mutated-files.int.test.ts',
  'apps/denoise-api/src/openapi/schemathesis.int.test.ts',
  'packages/denoiser/src/{baselines,ct,model}/**/*.{int,slow}.test.ts',
  'packages/image-files/src/dicom/pydicom.int.test.ts',
  'packages/retraining/src/{comparison,simulated-week}/*.int.test.ts',
  'packages/studies/src/evaluations/**/*.{int,slow}.test.ts',
  'test/system/{denoise,denoise-clients,evaluate,reports}.int.test.ts',
];

// Minutes of simulated wards, each with a mistake to be noticed.
const simulation = 'test/simulation/**/*.int.test.ts';

// The default of 1 s is missed on a busy machine: polls end with the effect, not with the limit.
const patient = { expect: { poll: { timeout: 30_000 } } };

const drawn = { setupFiles: ['test/drawn-properties.ts'] };

const slowToStart = {
  ...patient,
  globalSetup: ['test/services/global-setup.ts'],
  testTimeout: 300_000,
  hookTimeout: 300_000,
};

// In CI they have what system tests leave of the processors, which may be little for minutes.
const inTheBackground = { ...slowToStart, testTimeout: 900_000, hookTimeout: 900_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...patient,
          ...drawn,
          name: 'unit',
          include: ['{apps,packages}/*/{src,setup}/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.{int,slow}.test.ts'],
          // Files share a worker and its modules: a process for each would take as long as the tests.
          isolate: false,
          pool: 'threads',
          // Some parse the whole repository; on a busy machine that takes its time.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: cores,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          // `.slow`: needs nothing from outside, and computes for seconds.
          include: ['{apps,packages}/*/src/**/*.{int,slow}.test.ts', 'test/**/*.int.test.ts'],
          exclude: ['**/node_modules/**', ...computing, simulation, ...system],
          ...slowToStart,
          ...drawn,
          isolate: false,
          maxWorkers: cores,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          // They count tensors and memory: a process for each file.
          name: 'computing',
          include: computing,
          ...inTheBackground,
          maxWorkers: cores,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'simulation',
          include: [simulation],
          ...inTheBackground,
          maxWorkers: cores,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'system',
          include: system,
          ...slowToStart,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
