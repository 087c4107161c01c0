/** How long batches of one size take. */
export interface Timing {
  readonly batch: number;
  /** The first run, which prepares: kernels are compiled, memory is taken. It is no part of the median. */
  readonly firstMs: number;
  readonly medianMs: number;
  readonly runs: number;
}

/** What a process that measures one engine prints, a line of JSON each. */
export type Finding =
  | { readonly kind: 'device'; readonly device: string }
  /** Largest difference from the golden numbers, relative to an array's largest magnitude. */
  | { readonly kind: 'golden'; readonly largestError: number }
  /** Reconstruction losses of the first test beats: of all, or of as many as there was time for. */
  | { readonly kind: 'losses'; readonly losses: readonly number[] }
  | ({ readonly kind: 'rate' } & Timing)
  | { readonly kind: 'left-out'; readonly step: string; readonly reason: string };

const kinds: readonly string[] = [
  'device',
  'golden',
  'losses',
  'rate',
  'left-out',
] satisfies Finding['kind'][];

/** @returns undefined for a line that is no finding: libraries print greetings */
export function parseFinding(line: string): Finding | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return undefined;
  }
  const isFinding =
    typeof parsed === 'object' &&
    parsed !== null &&
    'kind' in parsed &&
    kinds.includes(String(parsed.kind)) &&
    // NaN becomes null in JSON: no number was found.
    !Object.values(parsed).includes(null);
  return isFinding ? (parsed as Finding) : undefined;
}

export const goldenStep = 'golden numbers';
export const aurocStep = 'AUROC';
export const batchStep = (batch: number): string => `batch ${batch}`;

/** Why something is missing for which there was no time. */
export const outOfTime = 'out of time';
