'use client';

import { useSyncExternalStore, type ReactNode } from 'react';
import { useTexts } from '../texts/language-provider.tsx';
import { currentTheme, followTheme, setTheme, themeChanged, themes, type Theme } from './theme.ts';

/** Current theme; follows changes made elsewhere on the page. */
export function useTheme(): Theme {
  return useSyncExternalStore(
    (changed) => {
      // Each has its own: one listener added twice counts once, and whoever leaves first takes it away from all.
      const follow = (event: StorageEvent): void => {
        followTheme(event);
      };
      window.addEventListener(themeChanged, changed);
      window.addEventListener('storage', follow);
      return () => {
        window.removeEventListener(themeChanged, changed);
        window.removeEventListener('storage', follow);
      };
    },
    currentTheme,
    () => 'dark',
  );
}

export function ThemeSelect(): ReactNode {
  const t = useTexts();
  const theme = useTheme();
  return (
    <select
      aria-label={t.shell.display.theme}
      value={theme}
      data-testid="theme"
      onChange={({ target }) => {
        setTheme(themes.find((candidate) => candidate === target.value) ?? 'dark');
      }}
    >
      {themes.map((candidate) => (
        <option key={candidate} value={candidate}>
          {t.shell.display.themes[candidate]}
        </option>
      ))}
    </select>
  );
}
