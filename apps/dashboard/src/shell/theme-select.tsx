'use client';

import { useSyncExternalStore, type ReactNode } from 'react';
import { currentTheme, followTheme, setTheme, themeChanged, themes, type Theme } from './theme.ts';

const themeNames: Readonly<Record<Theme, string>> = {
  dark: 'Dark',
  light: 'Light',
  contrast: 'High contrast',
};

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
  const theme = useTheme();
  return (
    <select
      aria-label="Theme"
      value={theme}
      data-testid="theme"
      onChange={({ target }) => {
        setTheme(themes.find((candidate) => candidate === target.value) ?? 'dark');
      }}
    >
      {themes.map((candidate) => (
        <option key={candidate} value={candidate}>
          {themeNames[candidate]}
        </option>
      ))}
    </select>
  );
}
