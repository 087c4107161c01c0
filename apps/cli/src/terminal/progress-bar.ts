/** Progress of a long step. */
export interface Done {
  /** From 0 to 1. */
  readonly share: number;
  /** Undefined while unknown. */
  readonly remainingMs?: number;
}

const cells = 20;

/** Such as `██████░░░░░░░░░░░░░░  30 %, 4 min left`. */
export function progressBar(done: Done): string {
  const share = Math.min(1, Math.max(0, done.share));
  const full = Math.round(share * cells);
  return `${'█'.repeat(full)}${'░'.repeat(cells - full)} ${formatProgress(done)}`;
}

/** The same for a file or a plain terminal: `30 %, 4 min left`. */
export function formatProgress({ share, remainingMs }: Done): string {
  const percent = `${Math.floor(100 * Math.min(1, Math.max(0, share)))} %`.padStart(5);
  return remainingMs === undefined ? percent : `${percent}, ${timeLeft(remainingMs)} left`;
}

/** Rounded up to seconds, minutes, or hours and minutes. */
function timeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
