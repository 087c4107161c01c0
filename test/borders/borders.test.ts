import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import architecture from '../../architecture.json' with { type: 'json' };
import { borders } from '../../lint/borders.ts';
import { fewParameters } from '../../lint/parameters.ts';
import { trackedFiles } from '../documents/tracked-files.ts';
import { reachedFrom, workspaceImports } from '../documents/workspace-imports.ts';
import { importCycles } from './import-cycles.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The rules of `lint/borders.ts` without those that need types, which take seconds. */
const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [
    { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
    fewParameters,
    ...borders,
  ],
});

async function rulesBroken(file: string, code: string): Promise<string[]> {
  const results = await eslint.lintText(code, { filePath: join(root, file) });
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message));
}

describe('eslint', () => {
  it.each([
    ['a package that imports one above it', 'packages/ecg/src/x.ts', "import '@beatwatch/recordings';"],
    ['the same by a type', 'packages/alarms/src/x.ts', "import type { A } from '@beatwatch/stream';"],
    ['an app that imports an app', 'apps/ingest/src/x.ts', "import '@beatwatch/scorer';"],
    ['a path into another package', 'packages/alarms/src/x.ts', "import '../../ecg/src/index.ts';"],
    [
      'a trainer in an evaluation',
      'packages/studies/src/evaluations/a/x.ts',
      "import '../../trainers/b/y.ts';",
    ],
    ['a study in a trainer', 'packages/studies/src/trainers/a/x.ts', "import '../../studies/b/y.ts';"],
    ['files in a pure package', 'packages/alarms/src/x.ts', "import { readFile } from 'node:fs/promises';"],
    ['randomness in a pure package', 'packages/ecg/src/x.ts', "import { randomUUID } from 'node:crypto';"],
    ['files in recordings beside files.ts', 'packages/recordings/src/csv/x.ts', "import 'node:fs';"],
  ])('refuses %s', async (_, file, code) => {
    expect(await rulesBroken(file, code)).toEqual(['no-restricted-imports']);
  });

  it.each([
    ['a clock', 'export const now = Date.now();', 'no-restricted-properties'],
    ['a clock', 'export const now = new Date();', 'no-restricted-syntax'],
    ['a clock', 'export const now = performance.now();', 'no-restricted-globals'],
    ['a timer', 'setTimeout(() => undefined, 1);', 'no-restricted-globals'],
    ['randomness', 'export const x = Math.random();', 'no-restricted-properties'],
    ['randomness', 'export const x = crypto.randomUUID();', 'no-restricted-globals'],
    ['process', 'export const x = process.env;', 'no-restricted-globals'],
    ['a late import', "export const x = import('@beatwatch/stream');", 'no-restricted-syntax'],
  ])('refuses %s in a pure package: %s', async (_, code, rule) => {
    expect(await rulesBroken('packages/patient-monitor/src/x.ts', code)).toEqual([rule]);
  });

  it('refuses a fifth parameter', async () => {
    const code =
      'export const sum = (a: number, b: number, c: number, d: number, e: number) => a + b + c + d + e;';
    expect(await rulesBroken('apps/cli/src/x.ts', code)).toEqual(['max-params']);
  });

  it('allows what the table allows, and tests to use more', async () => {
    expect(await rulesBroken('packages/recordings/src/files.ts', "import 'node:fs';")).toEqual([]);
    expect(await rulesBroken('packages/ecg/src/x.test.ts', "import '@beatwatch/recordings';")).toEqual([]);
    expect(await rulesBroken('apps/cli/src/x.ts', "import '@beatwatch/scorer/main';")).toEqual([]);
    expect(await rulesBroken('packages/alarms/src/x.ts', 'export const at = new Date(0);')).toEqual([]);
  });

  it('has these rules in its configuration', async () => {
    const config = (await new ESLint({ cwd: root }).calculateConfigForFile(
      join(root, 'packages/ecg/src/index.ts'),
    )) as { rules: Record<string, unknown> };
    expect(Object.keys(config.rules)).toEqual(
      expect.arrayContaining(['no-restricted-imports', 'no-restricted-globals', 'no-restricted-syntax']),
    );
  });
});

describe('architecture.json', () => {
  it('names every package and app, and nothing that is not imported', () => {
    const imports = workspaceImports(root);
    expect(Object.keys(architecture).toSorted()).toEqual([...new Set([...imports.keys()])].toSorted());
    for (const [name, allowed] of Object.entries(architecture)) {
      expect([name, ...[...(imports.get(name) ?? [])].toSorted()]).toEqual([name, ...allowed.toSorted()]);
      expect(reachedFrom(imports, name)).not.toContain(name);
    }
  });
});

describe('import cycles', () => {
  it('are found', () => {
    const folder = mkdtempSync(join(tmpdir(), 'beatwatch-cycles-'));
    writeFileSync(join(folder, 'a.ts'), "import type { B } from './b.ts';");
    writeFileSync(join(folder, 'b.ts'), "export * from './c.ts';");
    writeFileSync(join(folder, 'c.ts'), "export const a = import('./a.ts');");
    writeFileSync(join(folder, 'd.ts'), "import './a.ts';");
    const cycles = importCycles(folder, ['d.ts', 'a.ts', 'b.ts', 'c.ts']);
    rmSync(folder, { recursive: true });
    expect(cycles.map((cycle) => cycle.toSorted())).toEqual([['a.ts', 'b.ts', 'c.ts']]);
  });

  it('do not exist', () => {
    const files = trackedFiles(root).filter((file) => /\.tsx?$/.test(file) && !file.includes('/generated/'));
    expect(importCycles(root, files)).toEqual([]);
  });
});
