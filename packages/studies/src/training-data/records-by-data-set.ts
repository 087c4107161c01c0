/** The records of each data set that a model is trained on, each once and in order. */
export class RecordsByDataSet {
  readonly #records = new Map<string, Set<string>>();

  static of(recordings: Iterable<{ readonly dataSet: string; readonly record: string }>): RecordsByDataSet {
    const records = new RecordsByDataSet();
    for (const { dataSet, record } of recordings) records.add(dataSet, record);
    return records;
  }

  add(dataSet: string, record: string): void {
    const known = this.#records.get(dataSet);
    if (known === undefined) this.#records.set(dataSet, new Set([record]));
    else known.add(record);
  }

  toObject(): Record<string, string[]> {
    return Object.fromEntries([...this.#records].map(([name, records]) => [name, [...records]]));
  }
}
