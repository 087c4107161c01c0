import { basename } from 'node:path';

/** The part of a model's description that names what it learned from. */
export interface TrainedModel {
  readonly kind: string;
  readonly training: { readonly records: Readonly<Record<string, readonly string[]>> };
}

/**
 * Kinds of the models that learned from a record. No two data sets share names of records, so its name alone tells.
 */
export const seenBy = (manifests: readonly TrainedModel[], recordName: string): string[] =>
  manifests
    .filter(({ training }) =>
      Object.values(training.records).some((records) =>
        records.some((record) => basename(record) === recordName),
      ),
    )
    .map(({ kind }) => kind);

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
