import { ContractError, decodeAlarmEvent, topics, type AlarmEvent } from '@beatwatch/contracts';
import { describeError, type Logger } from '@beatwatch/service-kit';
import type { Batch, Consumer, MessageStream } from '@beatwatch/stream';
import { TimescaleError, type Delivery, type DeliveryRepository } from '@beatwatch/timescale';
import { alarmChangeOf, deliveryIdOf } from './change/alarm-change.ts';
import { isWanted } from './change/wanted.ts';
import type { Receiver } from './receivers/receiver.ts';

export interface TakeChangesOptions {
  readonly stream: MessageStream;
  readonly receivers: readonly Receiver[];
  readonly deliveries: Pick<DeliveryRepository, 'surroundings' | 'add'>;
  readonly logger: Logger;
  /** New deliveries wait. */
  readonly onAdded: () => void;
  /** A message that cannot be used was passed over. */
  readonly onPassedOver: () => void;
}

/** Consumer group that takes changes of alarms to receivers outside. */
const notifierGroup = 'notifier';

/**
 * Turns every change of an alarm into a delivery for each receiver that wants it, from the first start of the group on. A change is
 * committed once its deliveries are stored; one that the log brings again gives the same ones.
 */
export async function takeChanges(options: TakeChangesOptions): Promise<Pick<Consumer, 'stop'>> {
  const { stream, onAdded } = options;
  const consumer = await stream.consume({
    groupId: notifierGroup,
    topics: [topics.alarms],
    from: 'latest',
    onBatch: async (batch) => {
      const added = await store(eventsIn(batch, options), options);
      if (added > 0) onAdded();
      const { topic, partition, messages } = batch;
      const last = messages.at(-1);
      if (last !== undefined) await consumer.commit([{ topic, partition, nextOffset: last.offset + 1 }]);
    },
  });
  return consumer;
}

function eventsIn({ messages }: Batch, { logger, onPassedOver }: TakeChangesOptions): AlarmEvent[] {
  return messages.flatMap(({ value, damaged }) => {
    try {
      if (damaged === undefined) return decodeAlarmEvent(value);
    } catch (error) {
      if (!(error instanceof ContractError))
        logger.error({ error: describeError(error) }, 'a message was passed over');
    }
    onPassedOver();
    return [];
  });
}

/**
 * Stores deliveries; where the database refuses some, the others.
 * @returns how many are new
 * @throws TimescaleError while the database is away: the batch comes again
 */
async function store(events: readonly AlarmEvent[], options: TakeChangesOptions): Promise<number> {
  try {
    const around = await options.deliveries.surroundings(events);
    return await options.deliveries.add(
      events.flatMap((event, index) => deliveriesOf(event, around[index] ?? {}, options.receivers)),
    );
  } catch (error) {
    if (!(error instanceof TimescaleError) || error.retryable || events.length === 0) throw error;
    if (events.length === 1) {
      options.logger.error({ error: describeError(error) }, 'a change of an alarm cannot be told');
      options.onPassedOver();
      return 0;
    }
    let added = 0;
    for (const event of events) added += await store([event], options);
    return added;
  }
}

function deliveriesOf(
  event: AlarmEvent,
  around: Parameters<typeof alarmChangeOf>[1],
  receivers: readonly Receiver[],
): Delivery[] {
  const change = alarmChangeOf(event, around);
  const { alarmId, patientId } = event;
  return receivers
    .filter((receiver) => isWanted(change, receiver))
    .map(({ name }) => ({
      deliveryId: deliveryIdOf(name, event),
      receiver: name,
      alarmId,
      patientId,
      change,
    }));
}
