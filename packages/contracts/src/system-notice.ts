import type { PatientId } from './ids.ts';

/**
 * `information`: staff may want to know. `warning`: something will stop the monitoring, or has cost one patient a state.
 * `interrupted`: patients are not being judged.
 */
export const systemNoticeSeverities = ['information', 'warning', 'interrupted'] as const;

export const systemNoticeStates = ['open', 'ended'] as const;

/** The parts that say what hinders the monitoring: `start` is the command that runs the others. */
export const systemNoticeSources = [
  'start',
  'ingest',
  'scorer',
  'gateway',
  'dashboard',
  'denoise-api',
] as const;

/**
 * What hinders the monitoring itself: a database that is away, a state that cannot be read. Every screen shows the open ones.
 * A later notice of the same id replaces the one before. Whoever opens one ends it too, and repeats an open one every
 * `noticeRepeatMs`: it belongs to that process, and is over where nobody has repeated it for `noticeKeptMs`.
 */
export interface SystemNotice {
  /**
   * The same for every notice of one cause: 1 to 200 of letters, digits and `. _ : / -`, such as `database-down` or
   * `state-unreadable/scorer/demo-03`.
   */
  readonly noticeId: string;
  readonly severity: (typeof systemNoticeSeverities)[number];
  readonly state: (typeof systemNoticeStates)[number];
  /** Epoch time at which the cause began. */
  readonly sinceUs: number;
  /** Epoch time of this notice: for an ended one, of the end. */
  readonly timeUs: number;
  readonly source: (typeof systemNoticeSources)[number];
  /** One line for the screen, 1 to 300 characters, such as `The database does not answer`. */
  readonly text: string;
  /** Whom alone it concerns; absent where no single patient is meant. */
  readonly patientId?: PatientId;
  /**
   * What the text speaks of, by name, such as `{ patients: '12' }`: with the kind that the id names, a screen says it in another
   * language. At most 10 names of 1 to 32 letters, each with a line of 1 to 300 characters.
   */
  readonly values?: Readonly<Record<string, string>>;
}

export const noticeRepeatMs = 10_000;
export const noticeKeptMs = 30_000;

/** Any text as that of a notice: without control characters, cut to 300. */
export const noticeText = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').slice(0, 300);
