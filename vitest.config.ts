import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// These measure time or memory, kill processes under load, or hold a whole stack and a browser.
const alone = [
  'test/system/{demo,live-path,reports}.int.test.ts',
  'packages/stream/src/kafka/faults.int.test.ts',
  'packages/model-core/src/**/*-memory.int.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages}/*/{src,setup}/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.{int,slow}.test.ts'],
          // Files share a worker and its modules: a process for each would take as long as the tests.
          isolate: false,
          pool: 'threads',
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          // `.slow`: needs nothing from outside, and computes for seconds.
          include: ['{apps,packages}/*/src/**/*.{int,slow}.test.ts', 'test/**/*.int.test.ts'],
          exclude: ['**/node_modules/**', ...alone],
          globalSetup: ['test/services/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One more than cores: a test that waits for a broker, a database or a browser leaves its core to another.
          maxWorkers: availableParallelism() + 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'system',
          include: alone,
          globalSetup: ['test/services/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
