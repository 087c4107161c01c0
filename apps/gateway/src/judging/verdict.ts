import type { JudgingPart } from '@beatwatch/contracts';
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
  readonly knownCause?: string;
  /** Whether monitoring was interrupted at the moment before. */
  readonly wasInterrupted: boolean;
}

export interface Interruption {
  readonly sinceMs: number;
  /** Cause and extent in a line for the screen. */
  readonly text: string;
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
  const { nowMs, wasInterrupted, brokerUnansweredMs, databaseUnansweredMs } = facts;
  const limitMs = wasInterrupted ? resumedBelowMs : interruptedAfterMs;
  const overdue = facts.waiting.filter(({ sinceMs }) => nowMs - sinceMs > limitMs);
  const unansweredMs = Math.max(brokerUnansweredMs, databaseUnansweredMs);
  if (overdue.length === 0 && unansweredMs <= unansweredAfterMs) return undefined;
  const since = overdue.map(({ sinceMs }) => sinceMs);
  if (unansweredMs > unansweredAfterMs) since.push(nowMs - unansweredMs);
  return {
    sinceMs: Math.min(...since),
    text: `${sentence(causeOf(facts, overdue))} ${extentOf(facts, overdue.length)}`,
  };
}

function causeOf(facts: JudgingFacts, overdue: readonly WaitingPatient[]): string {
  const { nowMs, brokerUnansweredMs, databaseUnansweredMs, reports, knownCause } = facts;
  // What follows from it is said here, with those concerned.
  if (knownCause !== undefined) return knownCause.split(': ')[0] ?? knownCause;
  const hindrances = Object.values(reports).map((report) => report?.hindrance);
  if (brokerUnansweredMs > unansweredAfterMs) return 'The message broker does not answer';
  if (databaseUnansweredMs > unansweredAfterMs || hindrances.includes('database'))
    return 'The database does not answer';
  // What has not passed ingest cannot have reached the scorer.
  const part = overdue.some((patient) => patient.part === 'ingest') ? 'ingest' : 'scorer';
  const report = reports[part];
  const name = { ingest: 'The signal processing (ingest)', scorer: 'The scorer' }[part];
  if (report === undefined || nowMs - report.heardMs > unheardAfterMs) return `${name} does not answer`;
  if (hindrances.includes('broker')) return 'The message broker does not answer';
  const isAdvancing = report.advancedMs !== undefined && nowMs - report.advancedMs < unheardAfterMs;
  return isAdvancing ? `${name} is catching up with what was missed` : `${name} does not finish its work`;
}

function extentOf({ patients, brokerUnansweredMs }: JudgingFacts, overdue: number): string {
  if (patients === 0) return 'Nothing that is sent can be judged.';
  if (overdue >= patients || overdue === 0 || brokerUnansweredMs > unansweredAfterMs) {
    return patients === 1 ? 'The one patient is not judged.' : `None of the ${patients} patients is judged.`;
  }
  return `${overdue} of ${patients} patients ${overdue === 1 ? 'is' : 'are'} not judged.`;
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
