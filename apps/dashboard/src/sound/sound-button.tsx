'use client';

import type { ReactNode } from 'react';
import { PauseButton } from './pause-button.tsx';
import styles from './sound.module.css';
import { playTest } from './use-burst.ts';
import { turnSoundOff, turnSoundOn, useSoundMode } from './use-sound.ts';

/** Says whether alarms sound in this window, filled yellow where they do not, and changes it; pauses the sound of all. */
export function SoundButton(): ReactNode {
  const mode = useSoundMode();
  return (
    <span className={styles.buttons}>
      {mode === 'on' ? (
        <button data-testid="sound" data-mode={mode} title="Turn the sound off here" onClick={turnSoundOff}>
          Sound on
        </button>
      ) : (
        <button
          className={styles.muted}
          data-testid="sound"
          data-mode={mode}
          title="Turn the sound on and test it"
          onClick={() => {
            turnSoundOn();
            playTest();
          }}
        >
          SOUND OFF
        </button>
      )}
      <PauseButton />
    </span>
  );
}
