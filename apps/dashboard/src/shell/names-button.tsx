'use client';

import type { ReactNode } from 'react';
import { useRemembered } from './remembered.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { useKeys } from './use-keys.ts';

/** Whether this browser shows no names: visitors read a screen as well. */
export function useNamesHidden(): readonly [isHidden: boolean, toggle: () => void] {
  const [choice, setChoice] = useRemembered('names');
  const isHidden = choice === 'hidden';
  return [
    isHidden,
    () => {
      setChoice(isHidden ? 'shown' : 'hidden');
    },
  ];
}

/** Hides and shows the names on every page of this browser, as key N does. */
export function NamesButton(): ReactNode {
  const t = useTexts();
  const [isHidden, toggle] = useNamesHidden();
  useKeys({ n: toggle });
  return (
    <button aria-pressed={isHidden} data-testid="names" title={t.shell.display.namesTitle} onClick={toggle}>
      {isHidden ? t.shell.display.namesHidden : t.shell.display.hideNames}
    </button>
  );
}
