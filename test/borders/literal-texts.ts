import ts from 'typescript';

/** Attributes that people read or hear. */
const spoken = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label', 'caption']);
/** Commands, names of topics and of keys: the same in every language. */
const literal = new Set(['code', 'kbd']);
/** Names and units that are the same in every language. */
const allowed = new Set(['Beatwatch', 'mm/s', 'mm/mV', 'ms', 'min', 'h', 's', 'Hz', 'mV', '1 mV']);

/**
 * Texts in a page's source that people would see and that stand in no language's file: in elements, and in attributes that are
 * read aloud.
 * @returns each with its line
 */
export function literalTexts(source: string): readonly string[] {
  const file = ts.createSourceFile('page.tsx', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const note = (node: ts.Node, text: string): void => {
    const parts = text.split('·').map((part) => part.trim());
    if (!parts.some((part) => /\p{L}/u.test(part) && !allowed.has(part))) return;
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${line + 1}: ${text.trim()}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxElement(node) && literal.has(node.openingElement.tagName.getText())) return;
    if (ts.isJsxText(node)) note(node, node.text);
    if (ts.isJsxAttribute(node) && spoken.has(node.name.getText()) && node.initializer !== undefined)
      noteShown(node.initializer, note);
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) noteShown(node, note);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Strings that an expression can come to. */
function noteShown(node: ts.Node, note: (node: ts.Node, text: string) => void): void {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) note(node, node.text);
  else if (ts.isTemplateExpression(node)) {
    note(
      node,
      [node.head, ...node.templateSpans.map(({ literal: rest }) => rest)].map(({ text }) => text).join('·'),
    );
  } else if (ts.isJsxExpression(node) || ts.isParenthesizedExpression(node)) {
    if (node.expression !== undefined) noteShown(node.expression, note);
  } else if (ts.isConditionalExpression(node)) {
    noteShown(node.whenTrue, note);
    noteShown(node.whenFalse, note);
  } else if (ts.isBinaryExpression(node) && !/[=<>]/.test(node.operatorToken.getText())) {
    noteShown(node.left, note);
    noteShown(node.right, note);
  }
}
