import { readdirSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { findTensorflow } from '@beatwatch/model-core';
import { installMissingPrograms, missingLine, programPath, programs } from './programs.ts';
import { PythonUnavailableError, pythonWith } from './python.ts';

const folder = new URL('./', import.meta.url);

/**
 * Gets what the tests need and npm does not install: programs (in CI only) and Python packages in a folder of their
 * own. Nothing is installed as root outside of CI.
 *
 * @returns one line for each thing that is missing, with how to install it
 */
export async function prepareTests(): Promise<readonly string[]> {
  if (process.env['CI'] === 'true') installMissingPrograms();
  const missing = Object.values(programs)
    .filter((program) => programPath(program) === undefined)
    .map(missingLine);
  for (const name of readdirSync(folder).filter((file) => /^requirements-.*\.txt$/.test(file))) {
    try {
      await pythonWith(new URL(name, folder), console.log);
    } catch (error) {
      if (!(error instanceof PythonUnavailableError)) throw error;
      missing.push(`${error.message}; the tests that use it are skipped`);
    }
  }
  const tensorflow = findTensorflow();
  if (!tensorflow.available)
    missing.push(
      `${tensorflow.reason}: ${tensorflow.remedy}; the tests of the tensorflow engine are skipped`,
    );
  return missing;
}

// `tsx test/stack/prepare.ts` prepares alone, so that CI can do it beside other work.
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  for (const line of await prepareTests()) console.log(line);
