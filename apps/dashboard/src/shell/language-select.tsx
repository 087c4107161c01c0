'use client';

import type { ReactNode } from 'react';
import { languageNames, languageOf, languages } from '../texts/language.ts';
import { useChooseLanguage, useTexts } from '../texts/language-provider.tsx';

/** The language of this browser's pages. */
export function LanguageSelect(): ReactNode {
  const t = useTexts();
  const choose = useChooseLanguage();
  return (
    <select
      aria-label={t.shell.display.language}
      value={t.language}
      data-testid="language"
      onChange={({ target }) => {
        choose(languageOf(target.value) ?? t.language);
      }}
    >
      {languages.map((language) => (
        <option key={language} value={language} lang={language}>
          {languageNames[language]}
        </option>
      ))}
    </select>
  );
}
