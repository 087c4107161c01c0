import { topics, type PatientId } from '@beatwatch/contracts';
import { describeError, type Logger, type Service } from '@beatwatch/service-kit';
import type { Batch, Consumer, MessageStream, Position } from '@beatwatch/stream';
import type { Repositories } from '@beatwatch/timescale';
import { pace } from './pace.ts';
import { PatientStates, type PartitionStates } from './patient-states.ts';
import { persist } from './persist.ts';
import { keepTicking, type Ticking } from './ticking.ts';
import { Turns } from './turns.ts';

/** What a handler works with besides its batch. */
interface BatchTools<State> {
  readonly states: PartitionStates<State>;
  /** Tries an effect until it succeeds. */
  readonly lasting: (effect: () => Promise<void>) => Promise<void>;
}

/** What a tick works with: it may move states by what the log does not tell, if it checkpoints them before the effect. */
export interface TickTools<State> extends BatchTools<State> {
  /** Stores the states that changed. An effect after it is done again after a restart, if the state tells of it. */
  readonly checkpoint: () => Promise<void>;
  /** Since the tick before; `everyMs` at the first one. */
  readonly sinceLastMs: number;
}

/** Resolves once every effect of the batch is stored and published. */
export type BatchHandler<State> = (batch: Batch, tools: BatchTools<State>) => Promise<void>;

export interface StageOptions<State> {
  /** Consumer group, and owner of the checkpoints. */
  readonly name: string;
  readonly stream: MessageStream;
  readonly checkpoints: Repositories['checkpoints'];
  readonly logger: Logger;
  /** How often the state of changed patients is stored and the position committed. Default 2000. */
  readonly checkpointMs?: number;
  /** How long small batches may gather. Default 100. */
  readonly batchMs?: number;
  /**
   * A patient's state: moved by the messages of `topic` alone, frozen to bytes and thawed from them. What another
   * version froze thaws to undefined: the patient begins anew.
   */
  readonly state: {
    readonly topic: string;
    readonly create: (id: PatientId) => State;
    readonly freeze: (state: State) => Uint8Array;
    readonly thaw: (id: PatientId, frozen: Uint8Array) => State | undefined;
  };
  /** A handler for each topic that the stage reads. */
  readonly handlers: Readonly<Record<string, BatchHandler<State>>>;
  /** What happens by the clock: for each partition in turn with its batches, whether or not there are any. */
  readonly tick?: {
    readonly everyMs: number;
    readonly handler: (tools: TickTools<State>) => Promise<void>;
  };
}

export interface Stage extends Service {
  /** It reads its topics, and has not failed. */
  readonly running: boolean;
}

/** What is in hand gets this long to finish when the stage is told to stop. */
const stopGraceMs = 2000;

/**
 * One stage of the live path: reads its topics, lets the handlers take effect, then checkpoints and commits.
 * An effect that fails for good makes the stage fail as a whole: a fresh start goes on from the last checkpoint.
 */
export function buildStage<State>(options: StageOptions<State>): Stage {
  const { name, stream, logger, handlers, checkpointMs = 2000, batchMs = 100 } = options;
  const states = new PatientStates<State>({
    stage: name,
    logId: stream.logId,
    checkpoints: options.checkpoints,
    ...options.state,
  });
  const checkpointedMs = new Map<number, number>();
  const turns = new Turns();
  const stopping = new AbortController();
  let assigned: readonly number[] = [];
  let ticking: Ticking | undefined;
  let tickedMs: number | undefined;
  let consumer: Consumer | undefined;
  let fail: (error: unknown) => void = () => undefined;
  let hasFailed = false;
  const failed = new Promise<unknown>((resolve) => {
    fail = (error) => {
      hasFailed = true;
      resolve(error);
    };
  });

  const lasting = (effect: () => Promise<void>): Promise<void> =>
    persist(effect, {
      signal: stopping.signal,
      onFailure: (error) => {
        logger.warn({ error: describeError(error) }, 'cannot store or publish, trying again');
      },
    });

  async function commit(position: Position | undefined): Promise<void> {
    if (position !== undefined) await consumer?.commit([position]);
  }

  async function checkpoint(partition: PartitionStates<State>): Promise<void> {
    await lasting(async () => commit(await partition.checkpoint()));
  }

  async function settle(batch: Batch, partition: PartitionStates<State>): Promise<void> {
    const reached = nextOffset(batch);
    if (batch.topic !== options.state.topic) {
      await checkpoint(partition);
      await lasting(() => commit({ topic: batch.topic, partition: batch.partition, nextOffset: reached }));
      return;
    }
    partition.reached(reached);
    const sinceMs = performance.now() - (checkpointedMs.get(batch.partition) ?? Number.NEGATIVE_INFINITY);
    if (sinceMs < checkpointMs) return;
    await checkpoint(partition);
    checkpointedMs.set(batch.partition, performance.now());
  }

  async function onBatch(batch: Batch): Promise<void> {
    if (hasFailed) throw new Error(`${name} has failed and waits for a fresh start`);
    const startedMs = performance.now();
    await inTurn(batch.partition, async (partition) => {
      await handlers[batch.topic]?.(batch, { states: partition, lasting });
      await settle(batch, partition);
    });
    await pace(startedMs, batchMs, batch.messages.length);
  }

  function inTurn(number: number, work: (partition: PartitionStates<State>) => Promise<void>): Promise<void> {
    return turns.take(number, async () => {
      try {
        await work(await states.partition(number));
      } catch (error) {
        states.forget(number);
        if (!stopping.signal.aborted) fail(error);
        throw error;
      }
    });
  }

  async function tick({ everyMs, handler }: NonNullable<StageOptions<State>['tick']>): Promise<void> {
    if (hasFailed) return;
    const nowMs = performance.now();
    const sinceLastMs = nowMs - (tickedMs ?? nowMs - everyMs);
    tickedMs = nowMs;
    await Promise.all(
      assigned.map((number) =>
        inTurn(number, async (partition) => {
          // Another process may own it by now.
          if (!assigned.includes(number)) return;
          await handler({ states: partition, lasting, checkpoint: () => checkpoint(partition), sinceLastMs });
        }),
      ),
    );
  }

  /** The last word on partitions that are given up: no tick moves them any more. */
  async function giveUp(): Promise<void> {
    assigned = [];
    for (const owned of states.owned()) {
      await turns.take(owned, async () => {
        const partition = await states.partition(owned);
        await commit(await partition.checkpoint());
      });
    }
  }

  return {
    failed,
    get running() {
      return consumer !== undefined && !hasFailed;
    },
    async start() {
      await stream.ensureTopics(Object.values(topics));
      consumer = await stream.consume({
        groupId: name,
        topics: Object.keys(handlers),
        from: 'earliest',
        onBatch,
        onAssigned: (partitions) => {
          states.forgetAll();
          assigned = partitions.flatMap(({ topic, partition }) =>
            topic === options.state.topic ? [partition] : [],
          );
          logger.info({ partitions: partitions.length }, 'partitions assigned');
          return Promise.resolve();
        },
        onRevoking: giveUp,
      });
      const { tick: ticks } = options;
      // A failure has been told by `fail`.
      if (ticks !== undefined) ticking = keepTicking(ticks.everyMs, () => tick(ticks).catch(() => undefined));
    },
    async stop() {
      const timer = setTimeout(() => {
        stopping.abort();
      }, stopGraceMs);
      await ticking?.stop();
      ticking = undefined;
      await consumer?.stop();
      clearTimeout(timer);
      consumer = undefined;
    },
  };
}

function nextOffset(batch: Batch): number {
  const last = batch.messages.at(-1);
  if (last === undefined) throw new RangeError('a batch is never empty');
  return last.offset + 1;
}
