import type { Linter } from 'eslint';

interface Pattern {
  readonly regex: string;
  readonly message: string;
}

/** What `no-restricted-imports` refuses; later config objects replace its options, so each gets all of its patterns. */
export function restrictedImports(patterns: readonly Pattern[]): Linter.RulesRecord {
  return {
    'no-restricted-imports': ['error', { patterns: [...patterns] }],
    // The rule above does not see `import()`.
    'no-restricted-syntax': [
      'error',
      ...patterns.map(({ regex, message }) => ({
        selector: `ImportExpression > Literal[value=/${regex.replaceAll('/', '\\/')}/]`,
        message,
      })),
    ],
  };
}

/** Other packages are imported by their name, never by a path. */
export const byName: Pattern = {
  regex: '^(?:\\.\\./)+[a-z-]+/src/',
  message: 'Import another package by its name.',
};

/** Workspace packages other than the allowed ones. */
export const packagesBut = (allowed: readonly string[], name: string): Pattern => ({
  regex: `^@beatwatch/(?!(?:${[name, ...allowed].join('|')})(?:/|$))`,
  message: `architecture.json does not allow ${name} to import this package.`,
});

/** Folders of `packages/studies/src` that do not import one another. */
export const studyFolders = ['trainers', 'evaluations', 'studies'] as const;

export const otherStudyFolders = (folder: string): Pattern => ({
  regex: `^\\.\\./.*\\b(?:${studyFolders.filter((other) => other !== folder).join('|')})/`,
  message: 'Trainers, evaluations and studies share code through the folders beside them.',
});

/** Node.js modules that reach outside: files, network, processes, clock, randomness. */
export const outsideWorld: Pattern = {
  regex:
    '^(?:node:(?!(?:buffer|path|url|util|zlib)$)|(?:fs|net|https?|child_process|crypto|process|timers)(?:/|$))',
  message: 'Pure packages touch no file, network, process, clock or randomness: let the caller pass it in.',
};
