import { useEffect, useMemo } from 'react';
import { useRemembered } from '../shell/remembered.ts';
import { useTheme } from '../shell/theme-select.tsx';
import type { StripEngine } from './strip-engine.ts';
import { stripSettingsOf } from './strip-settings.ts';

/** Redraws the strips when the theme changes, or what is locked of their scale. */
export function useStripLooks(engine: StripEngine | undefined): void {
  const theme = useTheme();
  const [speed] = useRemembered('speed');
  const [gain] = useRemembered('gain');
  const settings = useMemo(() => stripSettingsOf(speed, gain), [speed, gain]);
  useEffect(() => {
    engine?.layOut(settings);
  }, [engine, theme, settings]);
}
