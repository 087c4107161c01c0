import { createFleet, type FleetPatient } from '@beatwatch/simulator';
import { createKafkaStream, type MessageStream, type Producer } from '@beatwatch/stream';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { RunningStack } from './running-stack.ts';

/** A running stack without the demo, connections to its broker and its database, and patients who send to it. */
export interface WatchedStack {
  readonly stack: RunningStack;
  readonly database: Database;
  readonly stream: MessageStream;
  readonly producer: Producer;
  /** When the patients began to send, epoch milliseconds. */
  readonly startedMs: number;
  /** Ends the patients; the stack goes on. */
  stopPatients(): Promise<void>;
  stop(): Promise<void>;
}

export interface WatchedStackOptions {
  readonly dataDir: string;
  readonly patients: readonly FleetPatient[];
  /** Further options of `beatwatch start`. */
  readonly args?: readonly string[];
  /** Of `beatwatch start`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the patients send through. Default: the producer itself. */
  readonly through?: (producer: Producer) => Pick<Producer, 'send'>;
}

/** Where a later step fails, the stack ends before the error is thrown. */
export async function startWatchedStack(options: WatchedStackOptions): Promise<WatchedStack> {
  const { dataDir, args = [], environment = {} } = options;
  const stack = await RunningStack.start(dataDir, ['--no-simulator', ...args], { environment });
  try {
    return await watch(stack, options);
  } catch (error) {
    await stack.interrupt();
    throw error;
  }
}

async function watch(
  stack: RunningStack,
  { patients, through = (producer) => producer }: WatchedStackOptions,
): Promise<WatchedStack> {
  const database = openDatabase({ connectionString: stack.info.databaseUrl, applicationName: 'system-test' });
  const stream = await createKafkaStream({ brokers: stack.info.brokers!, clientId: 'system-test' });
  const producer = await stream.producer();
  const startedMs = Date.now();
  const fleet = createFleet({ patients, producer: through(producer) });
  await fleet.start();
  return {
    stack,
    database,
    stream,
    producer,
    startedMs,
    stopPatients: () => fleet.stop(),
    stop: async () => {
      await fleet.stop();
      await producer.stop();
      await stream.stop();
      await database.close();
      await stack.interrupt();
    },
  };
}
