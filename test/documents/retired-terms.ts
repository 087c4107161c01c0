import ts from 'typescript';

/** A term of the last table of `docs/terms.md`. */
export interface RetiredTerm {
  /** Lower-case words with spaces between, as `wordsOf` gives them. */
  readonly term: string;
  /** `names`: in identifiers and paths alone; in prose the word keeps its ordinary sense. */
  readonly where: 'anywhere' | 'names';
}

/**
 * The terms that the table under "Retired" lists.
 * @throws Error where a row is malformed
 */
export function retiredTerms(markdown: string): RetiredTerm[] {
  const [, table = ''] = markdown.split(/^## Retired$/m);
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => {
    const [, terms = '', where = ''] = row.split('|').map((cell) => cell.trim());
    if (where !== 'anywhere' && where !== 'names')
      throw new Error(`docs/terms.md: found '${where}'; expected anywhere or names: ${row}`);
    return [...terms.matchAll(/`([^`]+)`/g)].map(([, term = '']) => ({ term, where }));
  });
}

/**
 * Words of prose and of identifiers alike, lower-case, with one space around each: `calmBelow` is ` calm below `. A full
 * stop stands for punctuation, so that no phrase reaches across it; the start of a comment's line counts as a space.
 */
export const wordsOf = (text: string): string =>
  ` ${text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/[^A-Za-z\s*/#]+/g, ' . ')
    .replace(/[^A-Za-z.]+/g, ' ')
    .toLowerCase()
    .trim()} `;

/** Names that a TypeScript source declares or uses, with the line of each, from 1 on. */
export function namesOf(source: string): { readonly name: string; readonly line: number }[] {
  const file = ts.createSourceFile('source.tsx', source, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX);
  const names: { name: string; line: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.end);
      names.push({ name: node.text, line: line + 1 });
    }
    node.forEachChild(visit);
  };
  visit(file);
  return names;
}
