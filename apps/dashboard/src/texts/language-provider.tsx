'use client';

import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { languageCookie, languageOf, type Language } from './language.ts';
import { textsIn } from './texts-in.ts';
import type { Texts } from './texts.ts';

interface Chosen {
  readonly texts: Texts;
  readonly choose: (language: Language) => void;
}

const LanguageContext = createContext<Chosen>({ texts: textsIn.en, choose: () => undefined });

const yearSeconds = 365 * 86_400;

/** @param props.language as the server has found it, so that the first paint is in it already */
export function LanguageProvider(props: {
  readonly language: Language;
  readonly children: ReactNode;
}): ReactNode {
  const [language, setLanguage] = useState(props.language);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    // Another window of this browser has chosen.
    const follow = ({ key, newValue }: StorageEvent): void => {
      const chosen = languageOf(newValue ?? undefined);
      if (key === languageCookie && chosen !== undefined) setLanguage(chosen);
    };
    window.addEventListener('storage', follow);
    return () => {
      window.removeEventListener('storage', follow);
    };
  }, []);
  const choose = useCallback((chosen: Language) => {
    document.cookie = `${languageCookie}=${chosen}; path=/; max-age=${yearSeconds}; samesite=lax`;
    try {
      localStorage.setItem(languageCookie, chosen);
    } catch {
      // Without storage the other windows follow when they are loaded again.
    }
    setLanguage(chosen);
  }, []);
  const value = useMemo(() => ({ texts: textsIn[language], choose }), [language, choose]);
  return <LanguageContext value={value}>{props.children}</LanguageContext>;
}

/** What this page says, in the language of whoever reads it. */
export const useTexts = (): Texts => use(LanguageContext).texts;

/** Chooses the language of this browser's pages. */
export const useChooseLanguage = (): ((language: Language) => void) => use(LanguageContext).choose;
