import type { JudgingPart, SystemNotice } from '@beatwatch/contracts';
import type { PartReport, WaitingPatient } from './judging-watch.ts';

/** What the gateway knows at one moment; ages and times of its monotonic clock. */
export interface JudgingFacts {
  readonly nowMs: number;
  readonly waiting: readonly WaitingPatient[];
  /** Patients of whom something has come lately. */
  readonly patients: number;
  /** How long database and broker have not answered; 0 while they do. */
  readonly databaseUnansweredMs: number;
  readonly brokerUnansweredMs: number;
  readonly reports: Readonly<Record<JudgingPart, PartReport | undefined>>;
  /** What the command that runs the parts says of an interruption, if it does. */
  readonly knownCause?: Pick<SystemNotice, 'noticeId' | 'text' | 'values'>;
  /** Whether monitoring was interrupted at the moment before. */
  readonly wasInterrupted: boolean;
}

export interface Interruption {
  readonly sinceMs: number;
  /** Cause and extent in a line for the screen. */
  readonly text: string;
  /**
   * `cause`: `broker`, `database`, `unheard`, `behind` or `stuck`, with the `part` that is so, or the id of the notice that names
   * it, with its values; `unjudged` of `patients`.
   */
  readonly values: Readonly<Record<string, string>>;
}

/** A beat is judged within 2 s of its end. */
const interruptedAfterMs = 8000;
/** An interruption ends when nothing waits for longer: not when the first message is judged. */
const resumedBelowMs = 3000;
const unansweredAfterMs = 6000;
/** A part reports every half second. */
const unheardAfterMs = 3000;

/** Whether patients are being judged: nothing waits for longer than 8 s, and database and broker answer. */
export function interruptionOf(facts: JudgingFacts): Interruption | undefined {
  const { nowMs, patients, wasInterrupted, brokerUnansweredMs, databaseUnansweredMs } = facts;
  const limitMs = wasInterrupted ? resumedBelowMs : interruptedAfterMs;
  const overdue = facts.waiting.filter(({ sinceMs }) => nowMs - sinceMs > limitMs);
  const unansweredMs = Math.max(brokerUnansweredMs, databaseUnansweredMs);
  if (overdue.length === 0 && unansweredMs <= unansweredAfterMs) return undefined;
  const since = overdue.map(({ sinceMs }) => sinceMs);
  if (unansweredMs > unansweredAfterMs) since.push(nowMs - unansweredMs);
  const cause = causeOf(facts, overdue);
  const isWhole = overdue.length === 0 || brokerUnansweredMs > unansweredAfterMs;
  const unjudged = isWhole ? patients : Math.min(overdue.length, patients);
  return {
    sinceMs: Math.min(...since),
    text: `${sentence(cause.text)} ${extentOf(unjudged, patients)}`,
    values: { ...cause.values, unjudged: String(unjudged), patients: String(patients) },
  };
}

type Cause = Pick<Interruption, 'text' | 'values'>;

function causeOf(facts: JudgingFacts, overdue: readonly WaitingPatient[]): Cause {
  const { nowMs, brokerUnansweredMs, databaseUnansweredMs, reports, knownCause } = facts;
  if (knownCause !== undefined) {
    const { noticeId, text, values } = knownCause;
    // What follows from it is said here, with those concerned.
    return { text: text.split(': ')[0] ?? text, values: { ...values, cause: noticeId } };
  }
  const broker = { text: 'The message broker does not answer', values: { cause: 'broker' } };
  const hindrances = Object.values(reports).map((report) => report?.hindrance);
  if (brokerUnansweredMs > unansweredAfterMs) return broker;
  if (databaseUnansweredMs > unansweredAfterMs || hindrances.includes('database'))
    return { text: 'The database does not answer', values: { cause: 'database' } };
  // What has not passed ingest cannot have reached the scorer.
  const part = overdue.some((patient) => patient.part === 'ingest') ? 'ingest' : 'scorer';
  const report = reports[part];
  const name = { ingest: 'The signal processing (ingest)', scorer: 'The scorer' }[part];
  if (report === undefined || nowMs - report.heardMs > unheardAfterMs)
    return { text: `${name} does not answer`, values: { cause: 'unheard', part } };
  if (hindrances.includes('broker')) return broker;
  const isAdvancing = report.advancedMs !== undefined && nowMs - report.advancedMs < unheardAfterMs;
  return isAdvancing
    ? { text: `${name} is catching up with what was missed`, values: { cause: 'behind', part } }
    : { text: `${name} does not finish its work`, values: { cause: 'stuck', part } };
}

function extentOf(unjudged: number, patients: number): string {
  if (patients === 0) return 'Nothing that is sent can be judged.';
  if (unjudged === patients)
    return patients === 1 ? 'The one patient is not judged.' : `None of the ${patients} patients is judged.`;
  return `${unjudged} of ${patients} patients ${unjudged === 1 ? 'is' : 'are'} not judged.`;
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
