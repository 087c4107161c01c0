import type { AlarmSettings } from '../settings.ts';
import type { KnownBeat, LeadBeat, LeadState, MonitorState, WaitingBeat } from '../state.ts';
import { isPresent, isUsable } from './lead-windows.ts';

/** R peaks of several leads that lie this close together are of one heart beat (ANSI/AAMI EC57:2012, 4.3.3). */
const sameBeatUs = 150_000;
/** A beat of another lead is one that the leading lead missed if it lies this far from the beats beside it … */
const apartUs = 250_000;
/** … in an interval of this many usual ones. */
const missedFrom = 1.6;
/** Time that a beat waits for a lead that shows it later. */
const votesWaitUs = 1_000_000;
/** A lead takes over if it is better by this much, or if it shows beats where the leading one has shown none for 3.5 s. */
const betterBy = 0.15;
const withoutBeatsUs = 3_500_000;

type Joint = Pick<MonitorState, 'leads' | 'lead' | 'waiting' | 'beats' | 'decidedUs'>;

/** Appends the heart beats that have become known to those that wait. */
export function withHeartBeats<State extends Joint>(state: State): State {
  const present = Object.entries(state.leads)
    .filter(([, lead]) => isPresent(lead, state.decidedUs))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const leading = leadingLead(state, present);
  if (leading === undefined) return state;
  const waiting = withBeatsOf(state, leading, present);
  const knownUs = lastTimeUs(waiting, state) + sameBeatUs;
  const leads: Record<string, LeadState> = { ...state.leads };
  for (const [name, lead] of Object.entries(state.leads)) {
    if (lead.beats.every(({ timeUs }) => timeUs > knownUs)) continue;
    leads[name] = { ...lead, beats: lead.beats.filter(({ timeUs }) => timeUs > knownUs) };
  }
  return { ...state, lead: leading[0], leads, waiting };
}

const lastTimeUs = (waiting: readonly WaitingBeat[], { beats }: Joint): number =>
  waiting.at(-1)?.timeUs ?? beats.at(-1)?.timeUs ?? -Infinity;

function withBeatsOf(state: Joint, leading: Named, present: readonly Named[]): readonly WaitingBeat[] {
  if (leading[1].beats.length === 0) return state.waiting;
  const others = present.filter(([name]) => name !== leading[0]);
  const waiting = [...state.waiting];
  const usualUs = others.length === 0 ? Infinity : usualIntervalUs(state);
  for (const beat of leading[1].beats) {
    const fromUs = lastTimeUs(waiting, state);
    if (beat.timeUs <= fromUs + sameBeatUs) continue;
    if (others.some(([, other]) => mayShow(other, beat, state.decidedUs))) break;
    waiting.push(...missedBeats(others, { fromUs, toUs: beat.timeUs, usualUs }));
    const votes = others.flatMap(([lead, { beats }]) => {
      const same = nearest(beats, beat.timeUs);
      return same === undefined ? [] : [{ lead, beat: same }];
    });
    const { timeUs, endTimeUs } = beat;
    waiting.push({ timeUs, endTimeUs, votes: [{ lead: leading[0], beat }, ...votes] });
  }
  return waiting;
}

type Named = readonly [name: string, lead: LeadState];

/** The lead that tells when the heart beats: the best one, and the same one as long as it is hardly worse. */
function leadingLead({ lead: before, decidedUs }: Joint, present: readonly Named[]): Named | undefined {
  const worthOf = ([name, { seconds, lastPeakUs }]: Named): number => {
    const usable = seconds.reduce((sum, { usable, qualityIndex }) => sum + (usable ? qualityIndex : 0), 0);
    const beats = decidedUs - lastPeakUs <= withoutBeatsUs ? 1 : 0;
    return beats + usable / Math.max(1, seconds.length) + (name === before ? betterBy : 0);
  };
  if (present.length <= 1) return present[0];
  const ranked = present.map((named) => ({ named, worth: worthOf(named) }));
  return ranked.sort((a, b) => b.worth - a.worth || (a.named[0] < b.named[0] ? -1 : 1))[0]?.named;
}

/** Whether a usable lead may show the beat later. */
function mayShow(
  { beats, lastPeakUs, usableSinceUs }: LeadState,
  beat: LeadBeat,
  decidedUs: number,
): boolean {
  if (usableSinceUs === 0 || decidedUs - beat.endTimeUs >= votesWaitUs) return false;
  return nearest(beats, beat.timeUs) === undefined && lastPeakUs <= beat.timeUs + sameBeatUs;
}

function nearest(beats: readonly LeadBeat[], timeUs: number): LeadBeat | undefined {
  const distance = (beat: LeadBeat): number => Math.abs(beat.timeUs - timeUs);
  const close = beats.filter((beat) => distance(beat) <= sameBeatUs);
  return close.sort((a, b) => distance(a) - distance(b))[0];
}

/** Beats that only another usable lead shows, in an interval that is too long for one. */
function missedBeats(
  others: readonly Named[],
  { fromUs, toUs, usualUs }: { readonly fromUs: number; readonly toUs: number; readonly usualUs: number },
): WaitingBeat[] {
  if (!(toUs - fromUs >= missedFrom * usualUs)) return [];
  const best = others.find(([, { usableSinceUs }]) => usableSinceUs > 0 && usableSinceUs <= fromUs);
  if (best === undefined) return [];
  const [lead, { beats }] = best;
  return beats
    .filter(({ timeUs }) => timeUs >= fromUs + apartUs && timeUs <= toUs - apartUs)
    .map((beat) => ({ timeUs: beat.timeUs, endTimeUs: beat.endTimeUs, votes: [{ lead, beat }] }));
}

/** Median of the last known intervals; infinite for fewer than four. */
function usualIntervalUs({ waiting, beats }: Joint): number {
  const times = [...beats, ...waiting].slice(-9).map(({ timeUs }) => timeUs);
  const intervals = times.slice(1).map((timeUs, index) => timeUs - (times[index] ?? 0));
  const sorted = intervals.sort((a, b) => a - b);
  return sorted.length < 4 ? Infinity : (sorted[Math.floor(sorted.length / 2)] ?? Infinity);
}

/**
 * A heart beat as its usable leads show it together: the mean of their log odds, else of their verdicts.
 * @param nextTimeUs R peak of the next heart beat, if known
 * @returns undefined where no lead is usable
 */
export function knownBeat(
  { timeUs, endTimeUs, votes }: WaitingBeat,
  nextTimeUs: number | undefined,
  leads: MonitorState['leads'],
  settings: Pick<AlarmSettings, 'signal'>,
): KnownBeat | undefined {
  const usable = votes.filter(({ lead, beat }) => isUsable(beat, leads[lead]?.seconds ?? [], settings));
  const [first] = usable;
  if (first === undefined) return undefined;
  const nextUs = Math.min(endTimeUs, nextTimeUs ?? Infinity);
  const time = { timeUs, endTimeUs: nextUs, rrIntervalMs: rrOf(votes[0]?.beat, timeUs, nextTimeUs) };
  const ventricularLeads = usable.filter(({ beat }) => beat.ventricular).length;
  if (usable.length === 1) return { ...first.beat, ...time, ventricularLeads };
  const beats = usable.map(({ beat }) => beat);
  const speaking = strongest(beats, isVentricular(beats));
  return {
    ...speaking,
    ...time,
    anomalous: 2 * beats.filter(({ anomalous }) => anomalous).length >= beats.length,
    clear: beats.every(({ clear }) => clear),
    ventricular: isVentricular(beats),
    ventricularLeads,
    ...overNormal(beats),
  };
}

function rrOf(beat: LeadBeat | undefined, timeUs: number, nextTimeUs: number | undefined): number {
  const own = beat?.rrIntervalMs ?? Infinity;
  return nextTimeUs === undefined ? own : Math.min(own, (nextTimeUs - timeUs) / 1000);
}

function isVentricular(beats: readonly LeadBeat[]): boolean {
  const logOdds = beats.map(({ ventricularLogOdds }) => ventricularLogOdds);
  const known = logOdds.filter((one) => one !== undefined);
  if (known.length === beats.length) return known.reduce((sum, one) => sum + one, 0) > 0;
  return 2 * beats.filter(({ ventricular }) => ventricular).length >= beats.length;
}

/**
 * Log odds against beats from the atria: halfway between the leads' mean and the highest, since a lead may show a
 * ventricular beat much like the others.
 */
function overNormal(beats: readonly LeadBeat[]): Pick<LeadBeat, 'overNormalLogOdds'> {
  const known = beats.flatMap(({ overNormalLogOdds }) => overNormalLogOdds ?? []);
  if (known.length === 0) return {};
  const mean = known.reduce((sum, one) => sum + one, 0) / known.length;
  return { overNormalLogOdds: (mean + Math.max(...known)) / 2 };
}

/** The beat that speaks most for the verdict, as evidence. */
function strongest(beats: readonly LeadBeat[], ventricular: boolean): LeadBeat {
  const agreeing = beats.filter((beat) => beat.ventricular === ventricular);
  const of = agreeing.length > 0 ? agreeing : beats;
  return of.reduce((best, beat) => (beat.strength > best.strength ? beat : best));
}
