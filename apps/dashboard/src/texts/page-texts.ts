import type { Texts } from './texts.ts';

let shown: Texts | undefined;

/** Called with each language that the page is shown in. */
export function setPageTexts(texts: Texts): void {
  shown = texts;
}

/**
 * Texts in the language that the page is in, for what goes on outside its components.
 * @throws Error before the page is shown
 */
export function pageTexts(): Texts {
  if (shown === undefined) throw new Error('the page is not shown yet');
  return shown;
}
