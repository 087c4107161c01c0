import { gains, type Gain } from './paper.ts';

/** What somebody has locked for all strips of this browser. */
export interface StripSettings {
  /** Absent: by the width of the strip. */
  readonly mmPerSecond?: number;
  /** Absent: by the signal. */
  readonly gain?: Gain;
}

/** Speeds to choose from, millimetres a second. */
export const speeds = [50, 25, 12.5, 6.25] as const;

/** Settings from what was remembered; what is not among the choices counts as not locked. */
export function stripSettingsOf(speed: string | undefined, gain: string | undefined): StripSettings {
  const mmPerSecond = speeds.find((candidate) => String(candidate) === speed);
  const locked = gains.find((candidate) => String(candidate) === gain);
  return { ...(mmPerSecond && { mmPerSecond }), ...(locked && { gain: locked }) };
}
