/** Largest map or set that the processes may keep: patients, leads, partitions and alarms are few. */
const most = 200;

const { set: realSet } = Map.prototype as {
  set: (this: Map<unknown, unknown>, key: unknown, value: unknown) => Map<unknown, unknown>;
};
const { add: realAdd } = Set.prototype as { add: (this: Set<unknown>, value: unknown) => Set<unknown> };

/** What the processes keep does not grow with what they have seen: no map or set of theirs becomes large. */
export class MemoryCheck {
  readonly #exempt: WeakSet<object>;
  #largest = 0;
  #example = '';

  /** Watches every map and set of this process until `end`. @param exempt those that stand for the database */
  constructor(exempt: readonly object[]) {
    this.#exempt = new WeakSet(exempt);
    const grown = (of: Map<unknown, unknown> | Set<unknown>, key: unknown): void => {
      if (of.size <= this.#largest || this.#exempt.has(of)) return;
      this.#largest = of.size;
      this.#example = String(key).slice(0, 80);
    };
    Map.prototype.set = function (this: Map<unknown, unknown>, key: unknown, value: unknown) {
      realSet.call(this, key, value);
      grown(this, key);
      return this;
    };
    Set.prototype.add = function (this: Set<unknown>, value: unknown) {
      realAdd.call(this, value);
      grown(this, value);
      return this;
    };
  }

  /** Entries of the largest one. */
  get largest(): number {
    return this.#largest;
  }

  get problems(): readonly string[] {
    if (this.#largest <= most) return [];
    return [`memory: a map has grown to ${this.#largest} entries, the last '${this.#example}'`];
  }

  end(): void {
    Map.prototype.set = realSet;
    Set.prototype.add = realAdd;
  }
}
