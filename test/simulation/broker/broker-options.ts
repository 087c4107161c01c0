import type { Position, ReceivedMessage } from '@beatwatch/stream';
import { StreamError } from '../../../packages/stream/src/errors.ts';
import type { Surroundings } from '../database/simulated-database.ts';

type OnCommit = (groupId: string, position: Position, before: number) => void;

export interface BrokerOptions extends Surroundings {
  readonly partitions: number;
  readonly onCommit?: OnCommit;
}

/** The logs of a broker, as its consumers see them. */
export interface Logs {
  readonly around: BrokerOptions;
  /** The log of a partition, which grows. */
  log(topic: string, partition: number): readonly ReceivedMessage[];
}

export const unavailable = (): StreamError =>
  new StreamError('the broker does not respond', { code: 'unavailable', retryable: true });
