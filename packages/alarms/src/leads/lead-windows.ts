import type { AlarmSettings } from '../settings.ts';
import type { KnownSecond, LeadBeat, LeadState } from '../state.ts';
import type { LeadStep } from './timeline.ts';

/** More than any window of seconds, and than the wait of a beat. */
export const keptSeconds = 16;
/** Beats that wait for the lead that tells when the heart beats: those of some seconds. */
const keptBeats = 24;
/** Largest distance of consecutive seconds: they drift apart while the device's clock is being followed. */
export const joinUs = 100_000;

/** A lead after its part of a step. */
export function withLeadStep(
  lead: LeadState,
  { beats, second }: LeadStep,
  { signal, asystole }: AlarmSettings,
): LeadState {
  const last = lead.seconds.at(-1);
  const gapUs = last === undefined ? 0 : second.timeUs - last.endTimeUs;
  const isBroken = gapUs > signal.gapMs * 1000;
  // Over a short hole the usual height of a beat stays known, so that the first one after it is seen.
  const isJoined = gapUs <= joinUs || (!isBroken && second.qrsShare !== undefined);
  const usableSinceUs = isJoined ? lead.usableSinceUs : 0;
  const newest = beats.at(-1);
  const pauseCut = newest === undefined ? lead.pauseCut : isPauseCut(newest, asystole);
  const lastPeakUs = newest === undefined ? lead.lastPeakUs : pauseCut ? newest.timeUs : newest.endTimeUs;
  const atrialLogOdds = newest?.atrialLogOdds ?? lead.atrialLogOdds;
  return {
    ...lead,
    ...(atrialLogOdds === undefined ? {} : { atrialLogOdds }),
    seconds: [...(isBroken ? [] : lead.seconds.slice(1 - keptSeconds)), second],
    beats: [...lead.beats, ...beats].slice(-keptBeats),
    pauseCut,
    lastPeakUs,
    usableSinceUs: usableSince(second, usableSinceUs, asystole),
  };
}

/** An empty second costs a lead nothing: without beats there is hardly anything to judge its quality by. */
function usableSince(
  second: KnownSecond,
  beforeUs: number,
  { emptyBelow }: AlarmSettings['asystole'],
): number {
  if (second.usable) return beforeUs || second.timeUs;
  return isEmpty(second, emptyBelow) ? beforeUs : 0;
}

/** Whether a second has a signal, but no wave as tall as a small share of the usual beat. */
const isEmpty = ({ hasSignal, qrsShare }: KnownSecond, below: number): boolean =>
  hasSignal && qrsShare !== undefined && qrsShare < below;

const isPauseCut = (
  { rrIntervalMs }: LeadBeat,
  { longestRrIntervalMs }: AlarmSettings['asystole'],
): boolean => rrIntervalMs >= longestRrIntervalMs;

/** Whether the lead's newest second is the one that is decided on, or the one before. */
export const isPresent = ({ seconds }: LeadState, decidedUs: number): boolean =>
  (seconds.at(-1)?.endTimeUs ?? 0) > decidedUs - 1_500_000;

/** Start of a beat's shape before its R peak. */
const shapeBeforeUs = 250_000;

/** Whether all known seconds under the beat, right before it and right after it are usable. */
export const isUsable = (
  { timeUs: fromUs, endTimeUs: toUs }: Pick<LeadBeat, 'timeUs' | 'endTimeUs'>,
  seconds: readonly KnownSecond[],
  { signal }: Pick<AlarmSettings, 'signal'>,
): boolean =>
  seconds.every(
    ({ timeUs, endTimeUs, usable }) =>
      usable ||
      endTimeUs <= fromUs - shapeBeforeUs - signal.distrustMs * 1000 ||
      timeUs >= toUs + signal.settleMs * 1000,
  );
