import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { lastLines, runCommand } from '@beatwatch/service-kit/process';
import type { BindingPackage } from './binding-package.ts';
import { SetupError } from './errors.ts';

const limitMs = 10 * 60_000;

/**
 * Folder with Node's headers: `npm_config_nodedir`, or beside the node binary; undefined if they must be downloaded.
 */
function nodeHeaders(env: NodeJS.ProcessEnv, execPath: string): string | undefined {
  const beside = join(dirname(execPath), '..');
  const candidates = [env['npm_config_nodedir'], beside];
  return candidates.find(
    (folder) => folder !== undefined && existsSync(join(folder, 'include', 'node', 'node_api.h')),
  );
}

/**
 * Compiles the package's binding against the linked library.
 * @throws SetupError if a build tool is missing or fails
 */
export async function buildBinding(binding: BindingPackage): Promise<void> {
  for (const tool of ['make', 'g++']) {
    const { exitCode } = await runCommand(tool, ['--version'], { limitMs: 10_000 });
    if (exitCode !== 0)
      throw new SetupError(`${tool} is missing: building the binding needs make, g++ and python3.`);
  }
  const builder = createRequire(join(binding.folder, 'package.json')).resolve(
    '@mapbox/node-pre-gyp/bin/node-pre-gyp',
  );
  const headers = nodeHeaders(process.env, realpathSync(process.execPath));
  const args = ['install', '--build-from-source', ...(headers === undefined ? [] : [`--nodedir=${headers}`])];
  const { exitCode, output } = await runCommand(process.execPath, [builder, ...args], {
    cwd: binding.folder,
    limitMs,
  });
  if (exitCode === 0) return;
  const hint =
    headers === undefined
      ? " Node's headers are not beside the node binary: set npm_config_nodedir to their folder."
      : '';
  throw new SetupError(`${binding.name}: building the binding failed.${hint}\n${lastLines(output, 20)}`);
}
