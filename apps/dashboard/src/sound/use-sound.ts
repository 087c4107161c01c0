import { useMemo, useSyncExternalStore } from 'react';
import { remember, remembered, useRemembered } from '../shell/remembered.ts';
import { useNow } from '../shell/use-now.ts';
import { beginAudio, isAudioBlocked, onAudio } from './audio.ts';
import { pauseLeftMs, pauseMs, soundModeOf, type SoundChoice, type SoundMode } from './sound-mode.ts';

const choiceName = 'sound';
const pauseName = 'sound-paused-until';

export interface Sound {
  readonly mode: SoundMode;
  /** What is left of a pause. */
  readonly pauseLeftMs: number;
  readonly turnOn: () => void;
  readonly turnOff: () => void;
  /** Mutes all windows of this browser for two minutes. */
  readonly pause: () => void;
  readonly endPause: () => void;
}

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

const turnOn = (): void => {
  // Within the press: only then a browser allows it.
  beginAudio();
  choose('on');
};
const turnOff = (): void => {
  choose('off');
};
const endPause = (): void => {
  remember(pauseName, '0');
};
const pause = (): void => {
  remember(pauseName, String(Date.now() + pauseMs));
};

/** Whether alarms sound in this window, and what changes it. */
export function useSound(): Sound {
  const chosen = useSyncExternalStore(subscribe, currentChoice, () => undefined);
  const isBlocked = useSyncExternalStore(subscribe, isAudioBlocked, () => false);
  const [until] = useRemembered(pauseName);
  const pausedUntilMs = until === undefined ? undefined : Number(until);
  const nowMs = Date.now();
  const leftMs = pauseLeftMs(pausedUntilMs, nowMs);
  useNow(leftMs > 0 ? 500 : undefined);
  const mode = soundModeOf({ choice: chosen, isBlocked, pausedUntilMs }, nowMs);
  return useMemo(() => ({ mode, pauseLeftMs: leftMs, turnOn, turnOff, pause, endPause }), [mode, leftMs]);
}
