import type { Adaptation } from '@beatwatch/adaptation';

/** Time without a beat to learn from after which a lead holds no switch up any more, microseconds of the patient's clock. */
const quietUs = 5 * 60e6;

export interface KnownLeads {
  /** By lead, what brings the model in use to the patient. */
  readonly inUse: ReadonlyMap<string, Pick<Adaptation, 'isReady'>>;
  /** The same of the model that is to take over. */
  readonly further: ReadonlyMap<string, Pick<Adaptation, 'isReady'>>;
  /** By lead, the R peak of the last beat that could be learned from; absent where none is stored. */
  readonly learnedUs: ReadonlyMap<string, number>;
  /** Of the patient's newest beat. */
  readonly newestUs: number;
}

/**
 * The leads that a model has to know before it takes over: those that the model in use knows, as far as they still show beats
 * to learn from. An electrode that was taken off may never come back, and the model would wait for it for ever; it begins anew
 * there. A model that knows no lead of a patient takes over from none that does.
 */
export function leadsToWaitFor({ inUse, further, learnedUs, newestUs }: KnownLeads): string[] {
  const isKnown = (lead: string): boolean => further.get(lead)?.isReady === true;
  const unknown = [...inUse].flatMap(([lead, { isReady }]) => (isReady && !isKnown(lead) ? [lead] : []));
  if (![...further.keys()].some(isKnown)) return unknown;
  // Either way: a clock that was set back puts the last beat of a lead into the future.
  return unknown.filter(
    (lead) => Math.abs(newestUs - (learnedUs.get(lead) ?? Number.NEGATIVE_INFINITY)) <= quietUs,
  );
}
