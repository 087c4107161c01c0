import { useSyncExternalStore } from 'react';
import { remember, remembered } from '../shell/remembered.ts';
import { beginAudio, isAudioBlocked, onAudio } from './audio.ts';
import { soundModeOf, type SoundChoice, type SoundMode } from './sound-mode.ts';

const choiceName = 'sound';

// Of this window: another one that starts to sound does not make this one sound as well.
let choice: SoundChoice | undefined;
let isRead = false;
const listeners = new Set<() => void>();

function currentChoice(): SoundChoice | undefined {
  if (!isRead) {
    const stored = remembered(choiceName);
    choice = stored === 'on' || stored === 'off' ? stored : undefined;
    isRead = true;
  }
  return choice;
}

function choose(next: SoundChoice): void {
  choice = next;
  isRead = true;
  remember(choiceName, next);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const end = onAudio(listener);
  return () => {
    listeners.delete(listener);
    end();
  };
}

export const turnSoundOn = (): void => {
  // Within the press: only then a browser allows it.
  beginAudio();
  choose('on');
};

export const turnSoundOff = (): void => {
  choose('off');
};

/** Whether this window may sound. */
export function useSoundMode(): SoundMode {
  const chosen = useSyncExternalStore(subscribe, currentChoice, () => undefined);
  const isBlocked = useSyncExternalStore(subscribe, isAudioBlocked, () => false);
  return soundModeOf({ choice: chosen, isBlocked });
}
