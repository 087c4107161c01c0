import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { lastLines, runCommand } from '@beatwatch/service-kit/process';
import { clearBinding, type BindingPackage, type Variant } from './binding-package.ts';

/** Its host has this long for the first file; networks that drop packets in silence would hold it up for minutes. */
const firstFileLimitMs = 20_000;
const limitMs = 10 * 60_000;

/**
 * The package's own install script, which fetches libtensorflow 2.9.1 and a binding made for it.
 * @returns undefined where it succeeded, otherwise why not
 */
export async function installOrdinarily(
  binding: BindingPackage,
  variant: Variant,
): Promise<string | undefined> {
  await clearBinding(binding);
  const deadline = Date.now() + firstFileLimitMs;
  const nothingCame = (): boolean => Date.now() > deadline && isEmpty(binding.dependencies);
  const { exitCode, output } = await runCommand(
    process.execPath,
    [join('scripts', 'install.js'), variant, 'download'],
    { cwd: binding.folder, env: withNodePreGyp(binding), limitMs, giveUp: nothingCame },
  );
  if (exitCode === 0) return undefined;
  const errorLine = /^.*\bError: .*$/m.exec(output)?.[0].trim();
  const reason = nothingCame() && exitCode === undefined ? `its host sent nothing` : errorLine;
  await clearBinding(binding);
  return reason ?? lastLines(output, 3);
}

function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return true;
  }
}

/** The install script calls node-pre-gyp by name, as npm lets it. */
function withNodePreGyp({ folder }: BindingPackage): NodeJS.ProcessEnv {
  const programs = [join(folder, 'node_modules', '.bin'), join(folder, '..', '..', '.bin')];
  return { ...process.env, PATH: [...programs, process.env['PATH']].join(':') };
}
