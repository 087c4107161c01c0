'use client';

import type { ReactNode } from 'react';
import { PauseButton } from './pause-button.tsx';
import styles from './sound.module.css';
import { playTest } from './use-burst.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { turnSoundOff, turnSoundOn, useSoundMode } from './use-sound.ts';

/** Says whether alarms sound in this window, filled yellow where they do not, and changes it; pauses the sound of all. */
export function SoundButton(): ReactNode {
  const t = useTexts();
  const mode = useSoundMode();
  return (
    <span className={styles.buttons}>
      {mode === 'on' ? (
        <button data-testid="sound" data-mode={mode} title={t.shell.sound.turnOff} onClick={turnSoundOff}>
          {t.shell.sound.on}
        </button>
      ) : (
        <button
          className={styles.muted}
          data-testid="sound"
          data-mode={mode}
          title={t.shell.sound.turnOn}
          onClick={() => {
            turnSoundOn();
            playTest();
          }}
        >
          {t.shell.sound.off}
        </button>
      )}
      <PauseButton />
    </span>
  );
}
