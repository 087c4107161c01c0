/**
 * Hours of the distant past into which a patient's data may fall: each one is a chunk of every table until retention
 * drops it. Within the last month there are few hours, whatever times come. Plain data.
 */
export interface OldHours {
  /** Hours that may still be begun. */
  left: number;
  /** Arrival up to which they were refilled; 0 before the first. */
  refilledUs: number;
  /** Hours begun last, newest first. */
  recent: number[];
}

/** Hours that may be begun at once, and in each day: three months of signal, or a short recording of every day of years. */
const mostHours = 2000;
const recentHours = 16;
const hourUs = 3600e6;
const dayUs = 24 * hourUs;
/** Older data are dropped from the waveform within a day. */
const distantUs = 31 * dayUs;

export const oldHours = (): OldHours => ({ left: mostHours, refilledUs: 0, recent: [] });

/** @returns false where the time falls into one more hour of the distant past than is allowed */
export function spendOldHour(state: OldHours, timeUs: number, arrivalUs: number): boolean {
  if (timeUs > arrivalUs - distantUs) return true;
  const hour = Math.floor(timeUs / hourUs);
  if (state.recent.includes(hour)) return true;
  const sinceUs = state.refilledUs === 0 ? 0 : Math.max(0, arrivalUs - state.refilledUs);
  state.left = Math.min(mostHours, state.left + (sinceUs / dayUs) * mostHours);
  state.refilledUs = Math.max(state.refilledUs, arrivalUs);
  if (state.left < 1) return false;
  state.left -= 1;
  state.recent = [hour, ...state.recent].slice(0, recentHours);
  return true;
}
