import { cookies, headers } from 'next/headers';
import { acceptedLanguage, languageCookie, languageOf, type Language } from '../texts/language.ts';
import { textsIn } from '../texts/texts-in.ts';
import type { Texts } from '../texts/texts.ts';

/** The language that the person has chosen, else the first of the browser's that there are texts in. */
export const requestLanguage = async (): Promise<Language> =>
  languageOf((await cookies()).get(languageCookie)?.value) ??
  acceptedLanguage((await headers()).get('accept-language'));

/** What the server's own part of a page says. */
export const requestTexts = async (): Promise<Texts> => textsIn[await requestLanguage()];
