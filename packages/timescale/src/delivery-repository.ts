import type { AlarmEvent, AlarmId, PatientId } from '@beatwatch/contracts';

/** `dead`: given up, and kept to be looked at and sent again. */
export const deliveryStates = ['waiting', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** A change of an alarm that one receiver is to be told. */
export interface Delivery {
  /** The same for the same change and receiver. */
  readonly deliveryId: string;
  readonly receiver: string;
  readonly alarmId: AlarmId;
  readonly patientId: PatientId;
  /** What is told: plain JSON. */
  readonly change: unknown;
}

/** A delivery as it stands. Times are epoch microseconds of the database's clock. */
export interface StoredDelivery extends Delivery {
  readonly state: DeliveryState;
  /** Attempts made, since it was sent again by hand if it was. */
  readonly attempts: number;
  readonly waitingSinceUs: number;
  /** Of one that waits. */
  readonly nextAttemptUs?: number;
  readonly endedUs?: number;
  /** Why the newest attempt failed. */
  readonly failure?: string;
}

/** What is known around a change of an alarm when it is told. */
export interface ChangeSurroundings {
  readonly ward?: string;
  readonly bed?: string;
  /** The alarm before the change; absent where it was raised by it. */
  readonly previous?: Pick<AlarmEvent, 'state' | 'priority' | 'escalated'>;
}

/** How the deliveries to one receiver stand. */
interface ReceiverSummary {
  readonly receiver: string;
  readonly waiting: number;
  readonly dead: number;
  /** Epoch microseconds; absent where none waits. */
  readonly oldestWaitingUs?: number;
  /** Epoch microseconds; absent where nothing was delivered in the last days. */
  readonly lastDeliveredUs?: number;
}

/** Changes of alarms on their way to receivers outside: a queue that keeps the order of each alarm's changes. */
export interface DeliveryRepository {
  /** In the order of the events. */
  surroundings(events: readonly AlarmEvent[]): Promise<readonly ChangeSurroundings[]>;
  /** Adds deliveries, in order; those that are there already stay as they are. @returns how many are new */
  add(deliveries: readonly Delivery[]): Promise<number>;
  /** Takes or keeps the right to deliver to a receiver. @returns whether `holder` has it for `holdMs` from now on */
  hold(request: {
    readonly receiver: string;
    readonly holder: string;
    readonly holdMs: number;
  }): Promise<boolean>;
  /** Gives up the right on every receiver. */
  release(holder: string): Promise<void>;
  /** Of each alarm the oldest change that waits, where it is due; the longest due first. */
  due(request: {
    readonly receiver: string;
    /** Alarms of which one is on its way. */
    readonly except: readonly AlarmId[];
    readonly limit: number;
  }): Promise<readonly StoredDelivery[]>;
  delivered(deliveryId: string): Promise<void>;
  /** @param nextInMs time until the next attempt; undefined: it is given up */
  failed(deliveryId: string, failure: string, nextInMs: number | undefined): Promise<void>;
  /** Gives up what has waited for longer, of every receiver. @returns how many */
  giveUp(waitedMs: number): Promise<number>;
  /** Forgets what ended long ago, but for changes of alarms that are open. @returns how many */
  forget(olderThan: { readonly deliveredMs: number; readonly deadMs: number }): Promise<number>;
  /** Newest first. */
  list(filter: {
    readonly receiver?: string;
    readonly state?: DeliveryState;
    readonly limit: number;
  }): Promise<readonly StoredDelivery[]>;
  /** Of every receiver that has deliveries, by name. */
  summaries(): Promise<readonly ReceiverSummary[]>;
  /**
   * Makes ended deliveries wait again, due at once; of `deadOf` those that were given up, undefined: of every receiver.
   * @returns the ids of those that wait now
   */
  sendAgain(
    which: { readonly deliveryIds: readonly string[] } | { readonly deadOf: string | undefined },
  ): Promise<readonly string[]>;
}
