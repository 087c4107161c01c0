import { useEffect, useMemo } from 'react';
import { useRemembered } from '../shell/remembered.ts';
import { useTheme } from '../shell/theme-select.tsx';
import type { StripEngine } from './strip-engine.ts';
import { stripSettingsOf } from './strip-settings.ts';

/** Redraws the strips when the theme changes, or what is chosen for them. */
export function useStripLooks(engine: StripEngine | undefined): void {
  const theme = useTheme();
  const [speed] = useRemembered('speed');
  const [gain] = useRemembered('gain');
  const [notch] = useRemembered('notch');
  const settings = useMemo(() => stripSettingsOf({ speed, gain, notch }), [speed, gain, notch]);
  useEffect(() => {
    engine?.layOut(settings);
  }, [engine, theme, settings]);
}
