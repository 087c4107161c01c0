const prefix = 'applied=';

/** Metadata of a committed position: the offset of the first message that had not taken effect. */
export const appliedMetadata = (appliedOffset: number): string => `${prefix}${appliedOffset}`;

/** Undefined where the metadata say nothing of it. */
export function appliedIn(metadata: string | null | undefined): number | undefined {
  const offset = metadata?.startsWith(prefix) === true ? Number(metadata.slice(prefix.length)) : Number.NaN;
  return Number.isSafeInteger(offset) && offset >= 0 ? offset : undefined;
}
