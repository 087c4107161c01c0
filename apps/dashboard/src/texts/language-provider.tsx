'use client';

import { createContext, use, useCallback, useEffect, useMemo, type ReactNode } from 'react';
import { useRemembered } from '../shell/remembered.ts';
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
  // The server has it from the cookie; windows that are open already follow what the browser remembers.
  const [chosen, remember] = useRemembered('language');
  const language = languageOf(chosen) ?? props.language;
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = useCallback(
    (next: Language) => {
      document.cookie = `${languageCookie}=${next}; path=/; max-age=${yearSeconds}; samesite=lax`;
      remember(next);
    },
    [remember],
  );
  const value = useMemo(() => ({ texts: textsIn[language], choose }), [language, choose]);
  return <LanguageContext value={value}>{props.children}</LanguageContext>;
}

/** What this page says, in the language of whoever reads it. */
export const useTexts = (): Texts => use(LanguageContext).texts;

/** Chooses the language of this browser's pages. */
export const useChooseLanguage = (): ((language: Language) => void) => use(LanguageContext).choose;
