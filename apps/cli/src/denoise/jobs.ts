import type { Refusal } from '@beatwatch/contracts';
import { readdir, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { CliError } from '../errors.ts';

/** One file to denoise and where the result goes. */
export interface DenoiseJob {
  readonly input: string;
  readonly output: string;
}

/**
 * Jobs of `IN OUT`: one file to a file, one file into a folder, or every file below a folder into another one,
 * under the same names.
 * @throws CliError (`usage`) where IN is missing or empty, OUT is IN or lies within it, or OUT exists and
 * `force` is false
 */
export async function denoiseJobs(
  input: string,
  output: string,
  { force }: { readonly force: boolean },
): Promise<readonly DenoiseJob[]> {
  const [from, to] = [await kindOf(input), await kindOf(output)];
  if (from === 'nothing') throw usage({ field: `IN: ${input}`, expected: 'a file or a folder' });
  if (from === 'file') {
    const name = input.split(/[\\/]/).at(-1) ?? input;
    const job = { input, output: to === 'folder' ? join(output, name) : output };
    await requireFree(job, force);
    return [job];
  }
  if (to === 'file')
    throw usage({ field: 'OUT', found: `the file ${output}`, expected: 'a folder, since IN is one' });
  if (`${resolve(output)}/`.startsWith(`${resolve(input)}/`))
    throw usage({ field: 'OUT', found: `${output} within ${input}`, expected: 'a folder outside of it' });
  const names = (await readdir(input, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (names.length === 0) throw usage({ field: `IN: ${input}`, found: 'an empty folder', expected: 'files' });
  const jobs = names.map((name) => ({
    input: name,
    output: join(output, name.slice(join(input, '/').length)),
  }));
  for (const job of jobs) await requireFree(job, force);
  return jobs;
}

/** Format by the extension of the output; `same` as the input for any other. */
export function formOf(output: string): 'same' | 'png' | 'npy' {
  const extension = extname(output).toLowerCase();
  if (extension === '.png') return 'png';
  return extension === '.npy' ? 'npy' : 'same';
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
}

async function requireFree({ input, output }: DenoiseJob, force: boolean): Promise<void> {
  if (resolve(input) === resolve(output))
    throw usage({
      field: 'OUT',
      found: `${output}, which is IN`,
      expected: 'another file: the input is never overwritten',
    });
  const kind = await kindOf(output);
  if (kind === 'folder')
    throw usage({ field: 'OUT', found: `the folder ${output}`, expected: 'the name of a file' });
  if (kind === 'file' && !force)
    throw usage({
      field: 'OUT',
      found: `${output}, which exists`,
      expected: 'a new file, or --force to overwrite it',
    });
  if (kind === 'nothing' && (await kindOf(dirname(output))) === 'file')
    throw usage({ field: 'OUT', found: `the file ${dirname(output)}`, expected: 'a folder' });
}

const usage = (problem: string | Refusal): CliError => new CliError(problem, { code: 'usage' });
