import { existsSync } from 'node:fs';
import type { Linter } from 'eslint';
import architecture from '../architecture.json' with { type: 'json' };
import {
  byName,
  otherStudyFolders,
  outsideWorld,
  packagesBut,
  restrictedImports,
  studyFolders,
} from './imports.ts';
import { impureParts, pureGlobals, purePackages } from './purity.ts';

/** Tests and what only they use: bound by their package.json alone. */
const forTests = [
  '**/*.test.ts',
  '**/test-*.ts',
  '**/testing/**',
  '**/*-for-tests.ts',
  '**/read-mutated.ts',
  '**/dicom-peer.ts',
];

const root = new URL('../', import.meta.url);
const folderOf = (name: string): string =>
  existsSync(new URL(`packages/${name}/package.json`, root)) ? `packages/${name}` : `apps/${name}`;

const arrows = Object.entries(architecture).map(([name, allowed]): Linter.Config => ({
  files: [`${folderOf(name)}/{src,bin}/**`],
  ignores: forTests,
  rules: restrictedImports([byName, packagesBut(allowed, name)]),
}));

const studies = studyFolders.map((folder): Linter.Config => ({
  files: [`packages/studies/src/${folder}/**`],
  ignores: forTests,
  rules: restrictedImports([byName, packagesBut(architecture.studies, 'studies'), otherStudyFolders(folder)]),
}));

const purity = purePackages.map((name): Linter.Config => {
  const imports = restrictedImports([byName, packagesBut(architecture[name], name), outsideWorld]);
  return {
    files: [`packages/${name}/src/**`],
    ignores: [...forTests, ...impureParts],
    rules: { ...imports, ...pureGlobals(imports['no-restricted-syntax']) },
  };
});

/** Which package imports which, and which touch nothing outside. Import cycles: `test/borders`. */
export const borders: Linter.Config[] = [...arrows, ...studies, ...purity];
