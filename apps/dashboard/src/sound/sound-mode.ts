/** `not-started`: nobody has chosen yet, or the browser wants something pressed first, as after a reload. */
export type SoundMode = 'not-started' | 'on' | 'paused' | 'off';

export type SoundChoice = 'on' | 'off';

export interface SoundFacts {
  /** What was chosen last in this browser. */
  readonly choice: SoundChoice | undefined;
  /** The browser lets nothing sound before something is pressed. */
  readonly isBlocked: boolean;
  /** Epoch time at which a pause ends or has ended. */
  readonly pausedUntilMs: number | undefined;
}

export const pauseMs = 120_000;

export function soundModeOf({ choice, isBlocked, pausedUntilMs }: SoundFacts, nowMs: number): SoundMode {
  if (choice === 'off') return 'off';
  if (choice === undefined || isBlocked) return 'not-started';
  return pauseLeftMs(pausedUntilMs, nowMs) > 0 ? 'paused' : 'on';
}

/** What is left of a pause; 0 also where it would be longer than one can be, because the clock was set back. */
export function pauseLeftMs(untilMs: number | undefined, nowMs: number): number {
  const leftMs = (untilMs ?? 0) - nowMs;
  return leftMs > 0 && leftMs <= pauseMs ? leftMs : 0;
}

/** Minutes and seconds to go: `1:43`. */
export function formatCountdown(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
