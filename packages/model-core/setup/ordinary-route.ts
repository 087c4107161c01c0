import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { lastLines, runCommand } from '@beatwatch/service-kit/process';
import { clearBinding, type BindingPackage } from './binding-package.ts';
import type { Variant } from './variant.ts';

/** Time limit for the first file: a network that drops packets would otherwise block for minutes. */
const firstFileLimitMs = 20_000;
const limitMs = 10 * 60_000;

/**
 * Runs the package's own install script, which downloads libtensorflow 2.9.1 and a prebuilt binding.
 * @returns undefined on success, otherwise the reason of the failure
 */
export async function installOrdinarily(
  binding: BindingPackage,
  variant: Variant,
): Promise<string | undefined> {
  await clearBinding(binding);
  const deadline = Date.now() + firstFileLimitMs;
  const receivedNothing = (): boolean => Date.now() > deadline && isEmpty(binding.dependencies);
  const { exitCode, output } = await runCommand(
    process.execPath,
    [join('scripts', 'install.js'), variant, 'download'],
    { cwd: binding.folder, env: withNodePreGyp(binding), limitMs, giveUp: receivedNothing },
  );
  if (exitCode === 0) return undefined;
  const sentNothing = receivedNothing() && exitCode === undefined;
  await clearBinding(binding);
  return sentNothing
    ? `${downloadHost(process.env)} sent nothing for ${firstFileLimitMs / 1000} s`
    : ordinaryFailure(output);
}

/** Why the install script failed; its error names the host that could not be reached. */
export const ordinaryFailure = (output: string): string =>
  /^.*\bError: .*$/m.exec(output)?.[0].trim() ?? lastLines(output, 3);

/** Host of the library, with the package's own variables for another one (its scripts/install.js). */
export function downloadHost(env: NodeJS.ProcessEnv): string {
  const names = [
    'TFJS_NODE_BASE_URI',
    'TFJS_NODE_CDN_STORAGE',
    'npm_config_TFJS_NODE_CDN_STORAGE',
    'CDN_STORAGE',
  ];
  const url = names.map((name) => env[name]).find((value) => value !== undefined && URL.canParse(value));
  return new URL(url ?? 'https://storage.googleapis.com/').host;
}

function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return true;
  }
}

/** Adds node-pre-gyp to PATH, as npm does for install scripts. */
function withNodePreGyp({ folder }: BindingPackage): NodeJS.ProcessEnv {
  const programs = [join(folder, 'node_modules', '.bin'), join(folder, '..', '..', '.bin')];
  return { ...process.env, PATH: [...programs, process.env['PATH']].join(':') };
}
