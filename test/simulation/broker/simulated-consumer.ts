import type { Consumer, Position, ReceivedMessage } from '@beatwatch/stream';
import { PartitionWorker } from '../../../packages/stream/src/partition-worker.ts';
import { partitionKey } from '../../../packages/stream/src/partitions.ts';
import type { ConsumerOptions, PartitionId } from '../../../packages/stream/src/port.ts';
import { within } from '../../../packages/stream/src/within.ts';
import { delay } from '../clock.ts';
import type { Host } from '../host.ts';
import { unavailable, type Logs } from './broker-options.ts';
import type { GroupMember, SimulatedGroup } from './simulated-group.ts';

interface ConsumerSurroundings {
  readonly host: Host;
  readonly broker: Logs;
  readonly group: SimulatedGroup;
}

interface Owned {
  readonly id: PartitionId;
  readonly worker: PartitionWorker;
  /** Fetched messages end here. */
  fetched: number;
  isFetching: boolean;
}

const revokeLimitMs = 4000;
const noticeMs = 500;

/** A consumer of one process; it delivers as the Kafka adapter does, with the worker that both real adapters share. */
export class SimulatedConsumer implements Consumer, GroupMember {
  readonly #options: ConsumerOptions;
  readonly #around: ConsumerSurroundings;
  readonly #owned = new Map<string, Owned>();
  /** Batches of former assignments that were in progress when their partitions were given up. */
  readonly #unfinished = new Map<string, Promise<void>>();
  #assignments = 0;
  #onAssigned: () => void = () => undefined;
  #isPaused = false;
  #stopping: Promise<void> | undefined;

  constructor(options: ConsumerOptions, around: ConsumerSurroundings) {
    this.#options = options;
    this.#around = around;
  }

  get host(): Host {
    return this.#around.host;
  }

  get topics(): readonly string[] {
    return this.#options.topics;
  }

  /** Resolves with the first assignment. */
  async join(): Promise<void> {
    const assigned = new Promise<void>((resolve) => {
      this.#onAssigned = resolve;
    });
    this.#around.group.join(this);
    this.#noticeExpulsion();
    await assigned;
  }

  async commit(positions: readonly Position[]): Promise<void> {
    const { host, broker, group } = this.#around;
    const owned = positions.filter((position) => this.#owned.has(partitionKey(position)));
    if (owned.length === 0) return;
    const { chance, weather } = broker.around;
    await host.alive();
    await delay(chance.ms(0, 5));
    if (weather.isBrokerDown || host.isCutOff || chance.happens(weather.failsBefore)) {
      await delay(chance.ms(50, 500));
      await host.alive();
      throw unavailable();
    }
    group.commit(this, owned);
    const isLost = chance.happens(weather.failsAfter);
    await delay(chance.ms(0, 3));
    await host.alive();
    if (isLost) throw unavailable();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    for (const { worker } of this.#owned.values()) worker.wake();
  }

  stop(): Promise<void> {
    this.#stopping ??= this.revoke().then(() => {
      if (!this.host.isDead) this.#around.group.leave(this);
    });
    return this.#stopping;
  }

  fetch(partition: PartitionId): void {
    const owned = this.#owned.get(partitionKey(partition));
    if (owned === undefined || owned.isFetching) return;
    owned.isFetching = true;
    void this.#fetch(owned);
  }

  async revoke(): Promise<void> {
    const owned = [...this.#owned.values()];
    if (owned.length === 0) return;
    const done = owned.map(({ worker }) => worker.stop());
    const assignment = this.#assignments;
    const finished = Promise.all(done).then(() =>
      assignment === this.#assignments ? this.#options.onRevoking?.(owned.map(({ id }) => id)) : undefined,
    );
    const inTime = await within(revokeLimitMs, finished).catch(() => true);
    if (!inTime) {
      owned.forEach(({ id }, index) => {
        const key = partitionKey(id);
        const rest = done[index]?.then(() => void this.#unfinished.delete(key));
        if (rest !== undefined) this.#unfinished.set(key, rest);
      });
    }
    this.#owned.clear();
  }

  assign(partitions: readonly PartitionId[]): void {
    this.#assignments += 1;
    void this.#assign(this.#assignments, partitions);
  }

  async #assign(assignment: number, partitions: readonly PartitionId[]): Promise<void> {
    const { host, broker } = this.#around;
    await delay(broker.around.chance.ms(1, 20));
    if (host.isDead || assignment !== this.#assignments || this.#stopping !== undefined) return;
    this.#owned.clear();
    for (const id of partitions) this.#owned.set(partitionKey(id), this.#own(id));
    await this.#options.onAssigned?.(
      [...this.#owned.values()].map(({ id, fetched }) => ({ ...id, nextOffset: fetched })),
    );
    for (const [key, owned] of this.#owned) {
      await this.#unfinished.get(key);
      if (assignment !== this.#assignments) return;
      this.fetch(owned.id);
    }
    this.#onAssigned();
  }

  #own(id: PartitionId): Owned {
    const { broker, group } = this.#around;
    const log = broker.log(id.topic, id.partition);
    const committed = group.committed(id);
    const start = committed ?? (this.#options.from === 'latest' ? log.length : 0);
    // As the Kafka adapter: or the next rebalance would pass over what has come since.
    if (committed === undefined && start > 0) group.commit(this, [{ ...id, nextOffset: start }]);
    let next = start;
    const take = (): readonly ReceivedMessage[] => {
      const most = broker.around.chance.whole(1, 400);
      const taken = log.slice(next, Math.min(owned.fetched, next + most));
      next += taken.length;
      return taken;
    };
    const owned: Owned = {
      id,
      fetched: start,
      isFetching: false,
      worker: new PartitionWorker({
        take,
        deliver: async (messages) => {
          await this.host.alive();
          await this.#options.onBatch({ ...id, messages });
        },
        isPaused: () => this.#isPaused,
        onRejected: (error) => {
          broker.around.trace.add('rejected', this.host.name, partitionKey(id), String(error).slice(0, 100));
        },
      }),
    };
    return owned;
  }

  async #fetch(owned: Owned): Promise<void> {
    const { host, broker } = this.#around;
    const { chance, weather } = broker.around;
    await delay(chance.ms(1, weather.fetchMs));
    while (!host.isDead && (weather.isBrokerDown || !host.reachesBroker)) await delay(chance.ms(100, 400));
    owned.isFetching = false;
    owned.fetched = broker.log(owned.id.topic, owned.id.partition).length;
    owned.worker.wake();
  }

  /** An expelled consumer goes on until it hears of it; then it gives up its partitions and joins again. */
  #noticeExpulsion(): void {
    const { host, broker, group } = this.#around;
    let isRejoining = false;
    const timer = setInterval(() => {
      if (host.isDead || this.#stopping !== undefined) {
        clearInterval(timer);
        return;
      }
      if (isRejoining || group.isMember(this)) return;
      if (!host.reachesBroker || broker.around.weather.isBrokerDown) return;
      isRejoining = true;
      void this.revoke().then(() => {
        isRejoining = false;
        if (this.#stopping === undefined) group.join(this);
      });
    }, noticeMs);
  }
}
