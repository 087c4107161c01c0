'use client';

import { useEffect, type ReactNode } from 'react';
import { beginAudio } from './audio.ts';
import styles from './sound.module.css';
import { playTest } from './use-burst.ts';
import { turnSoundOff, turnSoundOn, useSoundMode } from './use-sound.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { useIsClient } from '../shell/use-is-client.ts';

/**
 * Asks whoever opens a station to start its sound, over the whole width: a browser lets nothing sound before something is
 * pressed. The patients stay in view: after a power cut at night nobody may be there to press.
 */
export function StartBand(): ReactNode {
  const t = useTexts();
  const mode = useSoundMode();
  const isClient = useIsClient();
  useEffect(() => {
    // Chosen before a reload: some browsers allow it again by themselves.
    if (mode === 'on') beginAudio();
  }, [mode]);
  if (!isClient || mode !== 'not-started') return undefined;
  return (
    <section className={styles.band} aria-label={t.shell.sound.startLabel} data-testid="start-band">
      <p>
        <strong>{t.shell.sound.off}</strong> {t.shell.sound.startText}
      </p>
      <button
        className={styles.start}
        data-testid="start"
        onClick={() => {
          turnSoundOn();
          playTest();
        }}
      >
        {t.shell.sound.start}
      </button>
      <button className={styles.without} data-testid="start-without-sound" onClick={turnSoundOff}>
        {t.shell.sound.without}
      </button>
    </section>
  );
}
