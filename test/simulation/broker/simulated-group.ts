import type { Position } from '@beatwatch/stream';
import type { PartitionId } from '../../../packages/stream/src/port.ts';
import { partitionKey } from '../../../packages/stream/src/partitions.ts';
import { delay } from '../clock.ts';
import type { Host } from '../host.ts';
import type { BrokerOptions } from './broker-options.ts';

/** A consumer, as its group sees it. */
export interface GroupMember {
  readonly host: Host;
  readonly topics: readonly string[];
  /** Called when a partition that it may own has grown. */
  fetch(partition: PartitionId): void;
  /** Gives up every partition; resolves when it joins again. */
  revoke(): Promise<void>;
  assign(partitions: readonly PartitionId[]): void;
}

interface Membership {
  readonly member: GroupMember;
  /** When the member was last heard of, epoch milliseconds. */
  seenMs: number;
  /** Resolves when the member has left or was expelled. */
  readonly gone: Promise<void>;
  readonly end: () => void;
}

/** Silence after which the broker takes a consumer for dead, as the Kafka adapter sets it. */
const sessionTimeoutMs = 6000;
const heartbeatMs = 500;

/** A consumer group: members, their session, the partitions of each, and committed positions. */
export class SimulatedGroup {
  readonly groupId: string;
  readonly #around: BrokerOptions;
  #members: Membership[] = [];
  readonly #committed = new Map<string, Position>();
  #isRebalancing = false;
  #isWanted = false;

  constructor(groupId: string, around: BrokerOptions) {
    this.groupId = groupId;
    this.#around = around;
  }

  join(member: GroupMember): void {
    if (this.isMember(member)) return;
    let end: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#members.push({ member, seenMs: this.#around.nowMs(), gone, end });
    this.#watch(member);
    this.rebalance();
  }

  leave(member: GroupMember): void {
    const known = this.#members.find((one) => one.member === member);
    if (known === undefined) return;
    this.#members = this.#members.filter((one) => one !== known);
    known.end();
    if (this.#members.length > 0) this.rebalance();
  }

  isMember(member: GroupMember): boolean {
    return this.#members.some((one) => one.member === member);
  }

  appended(partition: PartitionId): void {
    for (const { member } of this.#members) member.fetch(partition);
  }

  /** Positions of a member that the group has expelled are ignored. */
  commit(member: GroupMember, positions: readonly Position[]): void {
    if (!this.isMember(member)) return;
    for (const position of positions) {
      const key = partitionKey(position);
      this.#around.onCommit?.(this.groupId, position, this.#committed.get(key)?.nextOffset ?? 0);
      this.#committed.set(key, position);
      this.#around.trace.add('committed', member.host.name, key, position.nextOffset);
    }
  }

  committed(partition: PartitionId): number | undefined {
    return this.#committed.get(partitionKey(partition))?.nextOffset;
  }

  /** Offset of the first message that had not taken effect when the position was committed. */
  applied(partition: PartitionId): number | undefined {
    const position = this.#committed.get(partitionKey(partition));
    return position?.appliedOffset ?? position?.nextOffset;
  }

  rebalance(): void {
    this.#isWanted = true;
    if (!this.#isRebalancing) void this.#rebalance();
  }

  async #rebalance(): Promise<void> {
    const { chance, trace } = this.#around;
    this.#isRebalancing = true;
    while (this.#isWanted) {
      await delay(chance.ms(20, 200));
      this.#isWanted = false;
      await Promise.all(this.#members.map((known) => Promise.race([this.#given(known), known.gone])));
      this.#assign();
      trace.add('rebalanced', this.groupId.replace(/-.*/, ''), this.#members.length);
    }
    this.#isRebalancing = false;
  }

  /** A member learns of a rebalance by its next heartbeat. */
  async #given(known: Membership): Promise<void> {
    const { member } = known;
    while (!member.host.reachesBroker || this.#around.weather.isBrokerDown) await delay(heartbeatMs);
    if (this.#members.includes(known)) await member.revoke();
  }

  /** Partition p of every topic goes to member p modulo their number, as the Kafka adapter assigns them. */
  #assign(): void {
    this.#members.forEach(({ member }, index) => {
      const partitions = member.topics.flatMap((topic) =>
        Array.from({ length: this.#around.partitions }, (_, partition) => ({ topic, partition })),
      );
      member.assign(partitions.filter(({ partition }) => partition % this.#members.length === index));
    });
  }

  #watch(member: GroupMember): void {
    const { weather, trace, nowMs } = this.#around;
    const timer = setInterval(() => {
      const known = this.#members.find((one) => one.member === member);
      if (known === undefined) {
        clearInterval(timer);
        return;
      }
      if (weather.isBrokerDown || member.host.reachesBroker) known.seenMs = nowMs();
      if (nowMs() - known.seenMs < sessionTimeoutMs) return;
      trace.add('expelled', member.host.name);
      this.leave(member);
    }, heartbeatMs);
  }
}
