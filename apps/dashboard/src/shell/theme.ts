export const themes = ['dark', 'light', 'contrast'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'beatwatch.theme';

/** Inline script that sets the theme before the first paint: no white flash at night. */
export const themeScript = `try{const t=localStorage.getItem('${storageKey}');if(${JSON.stringify(themes)}.includes(t))document.documentElement.dataset.theme=t}catch{}`;

export const themeChanged = 'beatwatch:theme';

export function currentTheme(): Theme {
  const found = document.documentElement.dataset['theme'];
  return themes.find((theme) => theme === found) ?? 'dark';
}

/** Takes over what another window of this browser has chosen. */
export function followTheme({ key, newValue }: StorageEvent): void {
  const theme = themes.find((candidate) => candidate === newValue);
  if (key === storageKey && theme !== undefined && theme !== currentTheme()) setTheme(theme);
}

export function setTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  window.dispatchEvent(new Event(themeChanged));
}
