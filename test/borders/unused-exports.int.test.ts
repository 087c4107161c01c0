import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

it('knip refuses an export of a package that nobody imports', () => {
  const { includeEntryExports } = JSON.parse(readFileSync(join(root, 'knip.json'), 'utf8')) as {
    includeEntryExports: boolean;
  };
  const folder = mkdtempSync(join(tmpdir(), 'beatwatch-knip-'));
  const files = {
    'package.json': JSON.stringify({ name: 'planted', type: 'module', exports: { '.': './src/index.ts' } }),
    'knip.json': JSON.stringify({ includeEntryExports, project: ['src/**/*.ts'] }),
    'src/index.ts': 'export const planted = 1;\n',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'node_modules/knip/bin/knip.js')], {
    cwd: folder,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  expect(stdout).toContain('planted');
  expect(status).toBe(1);
});
