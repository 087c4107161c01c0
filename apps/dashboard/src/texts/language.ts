export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** What each calls itself. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

/** Cookie with the language that a person has chosen: the server has to know it before the first paint. */
export const languageCookie = 'beatwatch.language';

export const languageOf = (text: string | undefined): Language | undefined =>
  languages.find((language) => language === text);

/**
 * The first of the browser's languages that there are texts in; else English.
 * @param header Accept-Language, such as `de-CH,de;q=0.9,en;q=0.8`
 */
export function acceptedLanguage(header: string | null): Language {
  const ranked = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const weight = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { tag, weight: weight === undefined ? 1 : Number(weight.trim().slice(2)) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of ranked) {
    const language = languageOf(tag.toLowerCase().split('-')[0]);
    if (language !== undefined) return language;
  }
  return 'en';
}
