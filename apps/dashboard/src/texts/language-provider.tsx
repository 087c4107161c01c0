'use client';

import dynamic from 'next/dynamic';
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useRemembered } from '../shell/remembered.ts';
import { languageCookie, languageOf, type Language } from './language.ts';
import { setPageTexts } from './page-texts.ts';
import type { Texts } from './texts.ts';

interface Chosen {
  readonly texts: Texts;
  readonly choose: (language: Language) => void;
}

const LanguageContext = createContext<Chosen | undefined>(undefined);

const yearSeconds = 365 * 86_400;

const textsOf = {
  en: async (): Promise<Texts> => (await import('./english/english.ts')).english,
  de: async (): Promise<Texts> => (await import('./german/german.ts')).german,
} satisfies Record<Language, () => Promise<Texts>>;

/**
 * One language alone is in the JavaScript of a page. Next.js has to see `import` within `dynamic`: so the server renders
 * with the texts, and the browser loads them beside the page instead of after it.
 */
const beginningIn = {
  en: dynamic(() => import('./english/english.ts').then(({ english }) => beginningWith(english))),
  de: dynamic(() => import('./german/german.ts').then(({ german }) => beginningWith(german))),
};

const beginningWith = (texts: Texts) =>
  function Beginning({ children }: { readonly children: ReactNode }): ReactNode {
    return <ChosenLanguage first={texts}>{children}</ChosenLanguage>;
  };

/** @param props.language as the server has found it, so that the first paint is in it already */
export function LanguageProvider(props: {
  readonly language: Language;
  readonly children: ReactNode;
}): ReactNode {
  // Kept: another one would be another component, and all below would begin anew.
  const [language] = useState(props.language);
  const Beginning = beginningIn[language];
  return <Beginning>{props.children}</Beginning>;
}

function ChosenLanguage({
  first,
  children,
}: {
  readonly first: Texts;
  readonly children: ReactNode;
}): ReactNode {
  const [texts, setTexts] = useState(first);
  // The server has it from the cookie; windows that are open already follow what the browser remembers.
  const [chosen, remember] = useRemembered('language');
  const language = languageOf(chosen) ?? first.language;
  useEffect(() => {
    if (language === texts.language) return;
    let isWanted = true;
    // Without the server the page stays in its language; the next load has the other.
    textsOf[language]().then(
      (loaded) => {
        if (isWanted) setTexts(loaded);
      },
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [language, texts]);
  useEffect(() => {
    document.documentElement.lang = texts.language;
    setPageTexts(texts);
  }, [texts]);
  const choose = useCallback(
    (next: Language) => {
      document.cookie = `${languageCookie}=${next}; path=/; max-age=${yearSeconds}; samesite=lax`;
      remember(next);
    },
    [remember],
  );
  const value = useMemo(() => ({ texts, choose }), [texts, choose]);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

function useLanguage(): Chosen {
  const chosen = use(LanguageContext);
  if (chosen === undefined) throw new Error('outside LanguageProvider');
  return chosen;
}

/** What this page says, in the language of whoever reads it. */
export const useTexts = (): Texts => useLanguage().texts;

/** Chooses the language of this browser's pages. */
export const useChooseLanguage = (): ((language: Language) => void) => useLanguage().choose;
