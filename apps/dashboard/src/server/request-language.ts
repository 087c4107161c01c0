import { cookies, headers } from 'next/headers';
import { english } from '../texts/english/english.ts';
import { german } from '../texts/german/german.ts';
import { acceptedLanguage, languageCookie, languageOf, type Language } from '../texts/language.ts';
import type { Texts } from '../texts/texts.ts';

const textsIn: Readonly<Record<Language, Texts>> = { en: english, de: german };

/** The language that the person has chosen, else the first of the browser's that there are texts in. */
export const requestLanguage = async (): Promise<Language> =>
  languageOf((await cookies()).get(languageCookie)?.value) ??
  acceptedLanguage((await headers()).get('accept-language'));

/** What the server's own part of a page says. */
export const requestTexts = async (): Promise<Texts> => textsIn[await requestLanguage()];
