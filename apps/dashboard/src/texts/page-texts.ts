import { languageOf } from './language.ts';
import { textsIn } from './texts-in.ts';
import type { Texts } from './texts.ts';

/** Texts in the language that the page is in, for what goes on outside its components. */
export const pageTexts = (): Texts =>
  textsIn[(typeof document === 'undefined' ? undefined : languageOf(document.documentElement.lang)) ?? 'en'];
