import { compareLeads, type LiveScore, type LiveSecond } from '@beatwatch/live-protocol';
import { isUnclear } from './quiet-state.ts';

type LeadBeat = Pick<LiveScore, 'beatTimeUs' | 'lead'>;

/** A lead without a beat for so long tells no rate. */
const recentUs = 12e6;

/**
 * The lead that the numbers beside a strip come from: the one that is shown, or one with a clear signal and beats where that
 * has none.
 * @param facts.scores in order of time
 * @returns undefined where no score names its lead, as those of earlier versions: then all count
 */
export function numbersLead(facts: {
  readonly shown: string | undefined;
  readonly scores: readonly LeadBeat[];
  readonly poorOf: (lead: string) => readonly Pick<LiveSecond, 'timeUs'>[];
}): string | undefined {
  const { shown, scores, poorOf } = facts;
  const newestUs = scores.at(-1)?.beatTimeUs ?? 0;
  const recent = scores.filter(({ beatTimeUs }) => newestUs - beatTimeUs <= recentUs);
  const leads = [...new Set(recent.flatMap(({ lead }) => lead ?? []))].sort(
    (a, b) => Number(b === shown) - Number(a === shown) || compareLeads(a, b),
  );
  return leads.find((lead) => !isUnclear(poorOf(lead), newestUs)) ?? leads[0];
}
