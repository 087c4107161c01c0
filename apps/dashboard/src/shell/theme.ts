export const themes = ['dark', 'light', 'contrast'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'beatwatch.theme';

/** Runs before the first paint, so that nobody is dazzled at night. */
export const themeScript = `try{const t=localStorage.getItem('${storageKey}');if(${JSON.stringify(themes)}.includes(t))document.documentElement.dataset.theme=t}catch{}`;

export const themeChanged = 'beatwatch:theme';

export function currentTheme(): Theme {
  const found = document.documentElement.dataset['theme'];
  return themes.find((theme) => theme === found) ?? 'dark';
}

export function setTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Storage is closed to this page: the choice holds until it is left.
  }
  window.dispatchEvent(new Event(themeChanged));
}
