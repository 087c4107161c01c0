'use client';

import type { ReactNode } from 'react';
import { playTest } from './alarm-sound.ts';
import { formatCountdown } from './sound-mode.ts';
import styles from './sound.module.css';
import { useSound } from './use-sound.ts';

/** Says whether alarms sound in this window, filled yellow where they do not, and changes it. */
export function SoundButton(): ReactNode {
  const { mode, pauseLeftMs, turnOn, turnOff, pause, endPause } = useSound();
  switch (mode) {
    case 'on':
      return (
        <span className={styles.buttons}>
          <button data-testid="sound" data-mode={mode} title="Turn the sound off" onClick={turnOff}>
            Sound on
          </button>
          <button data-testid="pause-sound" title="No sound for two minutes" onClick={pause}>
            Pause 2 min
          </button>
        </span>
      );
    case 'paused':
      return (
        <button
          className={styles.muted}
          data-testid="sound"
          data-mode={mode}
          title="Sound again now"
          onClick={endPause}
        >
          Sound paused <span role="timer">{formatCountdown(pauseLeftMs)}</span>
        </button>
      );
    case 'not-started':
    case 'off':
      return (
        <button
          className={styles.muted}
          data-testid="sound"
          data-mode={mode}
          title="Turn the sound on and test it"
          onClick={() => {
            turnOn();
            playTest();
          }}
        >
          SOUND OFF
        </button>
      );
  }
}
