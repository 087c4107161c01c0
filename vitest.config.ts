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
          exclude: ['**/node_modules/**', '**/*.int.test.ts'],
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{apps,packages}/*/src/**/*.int.test.ts', 'test/**/*.int.test.ts'],
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
