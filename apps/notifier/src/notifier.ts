import { randomUUID } from 'node:crypto';
import { topics } from '@beatwatch/contracts';
import { describeError, type Logger, type Service } from '@beatwatch/service-kit';
import type { Consumer, MessageStream } from '@beatwatch/stream';
import type { Repositories } from '@beatwatch/timescale';
import type { Registry } from 'prom-client';
import { DeliveryWorker } from './delivery/delivery-worker.ts';
import { notifierMetrics } from './metrics.ts';
import type { Receiver } from './receivers/receiver.ts';
import type { Sender } from './outgoing-change.ts';
import { attemptBy, senderOf } from './sender.ts';
import { takeChanges } from './take-changes.ts';

export interface NotifierOptions {
  readonly stream: MessageStream;
  readonly repositories: Pick<Repositories, 'deliveries' | 'patients'>;
  readonly receivers: readonly Receiver[];
  readonly logger: Logger;
  readonly registry: Registry;
  /** Age at which a change that no attempt has delivered is given up, ms. Default a day. */
  readonly giveUpAfterMs?: number;
  /** Time after which another notifier takes over from one that has died, ms. Default 10,000. */
  readonly holdMs?: number;
  /** How often each receiver's queue is looked at, ms. Default 1000. */
  readonly pollMs?: number;
  /** Epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number;
}

const dayMs = 86_400_000;
/** For how long deliveries can be looked at after their end. */
const keptMs = { deliveredMs: 7 * dayMs, deadMs: 30 * dayMs };
const houseKeepingEveryMs = 15_000;

/** Tells every receiver of the changes of alarms that it wants. */
export function buildNotifier(options: NotifierOptions): Service & { readonly delivering: boolean } {
  const { stream, repositories, receivers, logger, giveUpAfterMs = dayMs, now = Date.now } = options;
  const { deliveries } = repositories;
  const metrics = notifierMetrics(options.registry);
  const holder = randomUUID();
  let consumer: Pick<Consumer, 'stop'> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let keeping: Promise<void> = Promise.resolve();

  const failing = new Set<string>();
  const senders: Sender[] = [];
  const workers = receivers.map((receiver) => {
    const { name } = receiver;
    const sender = senderOf(receiver);
    senders.push(sender);
    return new DeliveryWorker({
      receiver: name,
      attempt: attemptBy(sender, receiver, repositories.patients, now),
      concurrency: sender.concurrency,
      deliveries,
      holder,
      ...(options.holdMs !== undefined && { holdMs: options.holdMs }),
      ...(options.pollMs !== undefined && { pollMs: options.pollMs }),
      onResult: (_, result) => {
        metrics.attempts.inc({ receiver: name, outcome: result.is });
        if (result.is !== 'delivered' && !failing.has(name)) {
          failing.add(name);
          logger.warn({ receiver: name, reason: result.reason }, 'a receiver does not take what it is told');
        } else if (result.is === 'delivered' && failing.delete(name)) {
          logger.info({ receiver: name }, 'a receiver takes what it is told again');
        }
      },
      onError: (error) => {
        logger.warn({ receiver: name, error: describeError(error) }, 'deliveries wait for the database');
      },
    });
  });

  async function keepHouse(): Promise<void> {
    try {
      const givenUp = await deliveries.giveUp(giveUpAfterMs);
      if (givenUp > 0)
        logger.error({ givenUp }, 'deliveries were given up; "beatwatch deliveries" lists them');
      await deliveries.forget(keptMs);
      metrics.update(await deliveries.summaries(), now() * 1000);
    } catch (error) {
      logger.warn({ error: describeError(error) }, 'deliveries could not be counted');
    }
  }

  return {
    get delivering() {
      return consumer !== undefined;
    },

    async start() {
      await stream.ensureTopics([topics.alarms]);
      consumer = await takeChanges({
        stream,
        receivers,
        deliveries,
        logger,
        onAdded: () => {
          for (const worker of workers) worker.wake();
        },
        onPassedOver: () => {
          metrics.passedOver.inc();
        },
      });
      for (const worker of workers) worker.start();
      keeping = keepHouse();
      timer = setInterval(() => {
        keeping = keeping.then(keepHouse);
      }, houseKeepingEveryMs);
    },

    async stop() {
      clearInterval(timer);
      await consumer?.stop();
      consumer = undefined;
      await Promise.all([keeping, ...workers.map((worker) => worker.stop())]);
      for (const sender of senders) sender.close();
      await deliveries.release(holder).catch((error: unknown) => {
        logger.warn({ error: describeError(error) }, 'another process has to wait for the receivers');
      });
    },
  };
}
