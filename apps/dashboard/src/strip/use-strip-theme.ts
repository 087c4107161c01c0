import { useEffect } from 'react';
import { useTheme } from '../shell/theme-select.tsx';
import type { StripEngine } from './strip-engine.ts';

/** Draws the strips again in the colours of a newly chosen theme. */
export function useStripTheme(engine: StripEngine | undefined): void {
  const theme = useTheme();
  useEffect(() => {
    engine?.layOut();
  }, [engine, theme]);
}
