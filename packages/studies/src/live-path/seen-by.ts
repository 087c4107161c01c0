import { basename } from 'node:path';

/** What a model must not have seen of the record that it judges: the patient, or anything of the data set. */
export const unseenChoices = ['patient', 'data-set'] as const;
export type Unseen = (typeof unseenChoices)[number];

/** Names of records by data set, with the data set before them or not. */
type Records = Readonly<Record<string, readonly string[]>>;

const isAmong = (records: readonly string[], recordName: string): boolean =>
  records.some((record) => basename(record) === recordName);

/** Whether a model learned from a record. No two data sets share names of records, so its name alone tells. */
export const hasLearned = (records: Records, recordName: string): boolean =>
  Object.values(records).some((names) => isAmong(names, recordName));

/** Whether a fold's model may judge a record that the shipped model learned from. */
export function isUnseenBy(
  records: Records,
  { recordName, shipped, unseen }: { recordName: string; shipped: Records; unseen: Unseen },
): boolean {
  if (unseen === 'patient') return !hasLearned(records, recordName);
  const dataSets = Object.keys(shipped).filter((dataSet) => isAmong(shipped[dataSet] ?? [], recordName));
  return dataSets.every((dataSet) => (records[dataSet] ?? []).length === 0);
}

/** Number of records that each kind of model learned from, of those that were judged. */
export function seenCounts(
  outcomes: readonly { readonly model: { readonly seenBy: readonly string[] } }[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of outcomes.flatMap(({ model }) => model.seenBy)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** The counts in words; `none` without any. */
export const seenText = (counts: Readonly<Record<string, number>>): string =>
  Object.keys(counts).length === 0
    ? 'none'
    : Object.entries(counts)
        .map(([kind, count]) => `${kind}: ${count} records`)
        .join(', ');
