import { english } from './english/english.ts';
import { german } from './german/german.ts';
import type { Language } from './language.ts';
import type { Texts } from './texts.ts';

export const textsIn: Readonly<Record<Language, Texts>> = { en: english, de: german };
