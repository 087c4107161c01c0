import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'vitest';

const folder = resolve(
  process.env['ECG_DATA_DIR'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url)),
);

/** Path of a reference recording; where it is absent the test says so and is skipped, in CI it fails. */
export function referenceFile(context: Pick<TestContext, 'skip'>, ...path: readonly string[]): string {
  const file = join(folder, ...path);
  if (existsSync(file)) return file;
  const message = `no ${file}: put the reference recordings there or set ECG_DATA_DIR`;
  if (process.env['CI'] === 'true') throw new Error(message);
  context.skip(message);
}
