import { mainsFrequenciesHz, type MainsHz } from '@beatwatch/ecg/filters';
import { gains, type Gain } from './paper.ts';

/** What somebody has locked for all strips of this browser. */
export interface StripSettings {
  /** Absent: by the width of the strip. */
  readonly mmPerSecond?: number;
  /** Absent: by the signal. */
  readonly gain?: Gain;
  /** Mains hum to take out of what is drawn. Absent: none. */
  readonly mainsHz?: MainsHz;
}

/** Speeds to choose from, millimetres a second. */
export const speeds = [50, 25, 12.5, 6.25] as const;

/** Settings from what was remembered; what is not among the choices counts as not chosen. */
export function stripSettingsOf(chosen: {
  readonly speed: string | undefined;
  readonly gain: string | undefined;
  readonly notch: string | undefined;
}): StripSettings {
  const { speed, gain, notch } = chosen;
  const mmPerSecond = speeds.find((candidate) => String(candidate) === speed);
  const locked = gains.find((candidate) => String(candidate) === gain);
  const mainsHz = mainsFrequenciesHz.find((candidate) => String(candidate) === notch);
  return {
    ...(mmPerSecond && { mmPerSecond }),
    ...(locked && { gain: locked }),
    ...(mainsHz && { mainsHz }),
  };
}
