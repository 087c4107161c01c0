import type { JudgingPart, PatientId } from '@beatwatch/contracts';
import type { Logger } from '@beatwatch/service-kit';
import type { Batch, MessageStream } from '@beatwatch/stream';
import type { Repositories } from '@beatwatch/timescale';
import type { Registry } from 'prom-client';
import type { CheckpointBounds } from './checkpoint-pace.ts';
import type { PartitionStates } from './partition-states.ts';

/** What a handler works with besides its batch. */
interface BatchTools<State> {
  readonly partition: number;
  readonly states: PartitionStates<State>;
  /** Repeats an effect until database and broker have taken it; rejects where they refuse it. */
  readonly retryUntilStored: (effect: () => Promise<void>) => Promise<void>;
}

/** What a tick works with. It may change states by what is not in the log, if it checkpoints them before the effect. */
export interface TickTools<State> extends BatchTools<State> {
  /** Stores the states that it changed. An effect that follows is repeated after a crash, if the state asks for it. */
  readonly checkpoint: () => Promise<void>;
  /** Since the previous tick; `everyMs` at the first one. */
  readonly sinceLastMs: number;
}

/**
 * Resolves once every effect of the batch is stored and published. Where it rejects, the batch is handled again in parts, from
 * the states before it: a repeated effect has to change nothing.
 */
export type BatchHandler<State> = (batch: Batch, tools: BatchTools<State>) => Promise<void>;

export interface ProcessorTick<State> {
  readonly everyMs: number;
  readonly handler: (tools: TickTools<State>) => Promise<void>;
}

export interface StreamProcessorOptions<State> {
  /** Name in reports of progress, notices and metrics. */
  readonly name: JudgingPart;
  /** Consumer group, and owner of the checkpoints. Default: the name. */
  readonly group?: string;
  readonly stream: MessageStream;
  readonly checkpoints: Repositories['checkpoints'];
  readonly logger: Logger;
  /** Where its progress is measured. Default: nowhere. */
  readonly registry?: Registry;
  /**
   * Interval at which the state of each changed patient is stored, and up to four times that where there are many. Default
   * 2000.
   */
  readonly checkpointMs?: number;
  /** What the interval follows from where there are many. */
  readonly checkpointBounds?: CheckpointBounds;
  /** How long small batches may gather. Default 100. */
  readonly batchMs?: number;
  /** Clock that dates dead letters and notices, epoch milliseconds. Default: the system's. */
  readonly now?: () => number;
  /**
   * A patient's state: changed by the messages of `topic` alone, serialized for checkpoints. `deserialize` gives undefined
   * for bytes of a version that it cannot read: the patient begins anew.
   */
  readonly state: {
    readonly topic: string;
    readonly create: (id: PatientId) => State;
    readonly serialize: (state: State) => Uint8Array;
    readonly deserialize: (id: PatientId, bytes: Uint8Array) => State | undefined;
    /** Awaited before stored states are deserialized. Default: nothing. */
    readonly beforeRestore?: (stored: readonly Uint8Array[], partition: number) => Promise<void>;
    /** Whether a patient who is gone for a week may be forgotten. Default: he may. */
    readonly mayForget?: (state: State) => boolean;
    /** Called where a patient begins anew, its state being lost. Default: nothing. */
    readonly onBegunAnew?: (id: PatientId) => void;
  };
  /** One handler for each topic that is read. */
  readonly handlers: Readonly<Record<string, BatchHandler<State>>>;
  /** Called by the clock, for each partition, never during one of its batches. */
  readonly tick?: ProcessorTick<State>;
}
