/** `not-started`: nobody has chosen yet, or the browser wants something pressed first, as after a reload. */
export type SoundMode = 'not-started' | 'on' | 'off';

export type SoundChoice = 'on' | 'off';

export interface SoundFacts {
  /** What was chosen last in this browser. */
  readonly choice: SoundChoice | undefined;
  /** The browser lets nothing sound before something is pressed. */
  readonly isBlocked: boolean;
}

export function soundModeOf({ choice, isBlocked }: SoundFacts): SoundMode {
  if (choice === 'off') return 'off';
  return choice === undefined || isBlocked ? 'not-started' : 'on';
}
