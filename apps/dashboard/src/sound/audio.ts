/** A browser that allows sound takes this long at most to begin. */
const startMs = 1500;

// One for the page: browsers allow only a few, and it stays allowed to sound when the user goes to another page of ours.
let audio: AudioContext | undefined;
let isBlocked = false;
const listeners = new Set<() => void>();

function setBlocked(next: boolean): void {
  if (next === isBlocked) return;
  isBlocked = next;
  for (const listener of listeners) listener();
}

/** The page's sound; begins it, or finds within 1.5 s that the browser wants something pressed first. */
export function beginAudio(): AudioContext {
  if (audio === undefined) {
    const context = new AudioContext();
    audio = context;
    const check = (): void => {
      setBlocked(context.state !== 'running');
    };
    // Also when the system takes the loudspeaker away later.
    setTimeout(() => {
      check();
      context.addEventListener('statechange', check);
    }, startMs);
    context.addEventListener('statechange', () => {
      if (context.state === 'running') check();
    });
  }
  void audio.resume();
  return audio;
}

/** Whether the browser lets nothing sound. */
export const isAudioBlocked = (): boolean => isBlocked;

export function onAudio(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
