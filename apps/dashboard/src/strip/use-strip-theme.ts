import { useEffect } from 'react';
import { useTheme } from '../shell/theme-select.tsx';
import type { StripEngine } from './strip-engine.ts';

/** Redraws the strips when the theme changes. */
export function useStripTheme(engine: StripEngine | undefined): void {
  const theme = useTheme();
  useEffect(() => {
    engine?.layOut();
  }, [engine, theme]);
}
