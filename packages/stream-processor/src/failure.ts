import { BeatwatchError } from '@beatwatch/contracts';
import { StreamError } from '@beatwatch/stream';
import { TimescaleError } from '@beatwatch/timescale';

/**
 * - `outage`: database or broker are away, or not as they should be, such as a missing table: nobody's messages can be stored.
 * - `refusal`: these values are refused, now and always; others are not.
 * - `unexpected`: an error of our own, or one that nobody can tell: the message may be the cause.
 */
export type Failure = 'outage' | 'refusal' | 'unexpected';

export function failureOf(error: unknown): Failure {
  if (!(error instanceof BeatwatchError)) return 'unexpected';
  if (error.retryable) return 'outage';
  if (error instanceof TimescaleError) return ofDatabase[error.code];
  if (error instanceof StreamError) return ofBroker[error.code];
  return 'refusal';
}

const ofDatabase: Readonly<Record<TimescaleError['code'], Failure>> = {
  constraint: 'refusal',
  value: 'refusal',
  internal: 'unexpected',
  connection: 'outage',
  overloaded: 'outage',
  statement: 'outage',
  migration: 'outage',
  'no-timescaledb': 'outage',
  embedded: 'outage',
};

const ofBroker: Readonly<Record<StreamError['code'], Failure>> = {
  'message-too-large': 'refusal',
  refused: 'refusal',
  unavailable: 'outage',
  'unknown-topic': 'outage',
  stopped: 'outage',
  'local-broker-unsupported': 'outage',
  'local-broker-failed': 'outage',
};
