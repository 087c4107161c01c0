import type { Linter } from 'eslint';

/** More than four parameters: an options object. */
export const fewParameters: Linter.Config = {
  files: ['**/*.ts', '**/*.tsx'],
  rules: { 'max-params': ['error', 4] },
};
