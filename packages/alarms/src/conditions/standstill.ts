import type { AlarmSettings } from '../settings.ts';
import type { KnownBeat, KnownSecond, LeadState } from '../state.ts';
import { endsWith, met, over, undecided, type Condition } from './condition.ts';

export interface Standstill {
  /** The leads whose signal is here. */
  readonly leads: readonly LeadState[];
  readonly nowUs: number;
  /** Seconds over all leads. */
  readonly seconds: readonly KnownSecond[];
}

/**
 * No R peak for some seconds of usable signal, in any usable lead. A flat line is not asystole: over a heart that stands
 * still electrodes pick up baseline and muscle, so that the quality index calls a flat line unusable. While fibrillation
 * is suspected, its rule decides.
 */
export function asystole(known: Standstill, { asystole: rule, fibrillation }: AlarmSettings): Condition {
  const pauses = pausesOf(known);
  if (pauses.length === 0) return undecided;
  const pauseMs = Math.min(...pauses.map(({ pauseMs }) => pauseMs));
  const standsStill = pauses.every(({ pauseMs, hasPeak, pauseCut }) => {
    const afterPeakMs = rule.pauseMs + rule.detectionMs + (pauseCut ? rule.unknownPeakMs : 0);
    return pauseMs >= (hasPeak ? afterPeakMs : rule.withoutAnyMs);
  });
  if (standsStill) {
    const suspected = known.seconds
      .slice(-fibrillation.windowSeconds)
      .some(({ fibrillationIndex }) => fibrillationIndex >= fibrillation.level);
    return suspected ? undecided : met({ measure: pauseMs / 1000 });
  }
  const beats = pauses.some(({ hasPeak, pauseMs }) => hasPeak && pauseMs < rule.pauseMs);
  return beats ? over : undecided;
}

/** Beats that can become known in one second. */
const newBeats = 3;
/** R peaks of other leads that lie closer are of the same beat. */
const apartUs = 250_000;

/** A long interval between heart beats, in every usable lead. */
export function pause(
  beats: readonly KnownBeat[],
  { leads }: Standstill,
  { pause: rule }: AlarmSettings,
): Condition {
  const long = beats.slice(-newBeats).find(({ rrIntervalMs }) => rrIntervalMs >= rule.pauseMs);
  const beatsOn = leads.some(
    ({ usableSinceUs, lastPeakUs }) =>
      usableSinceUs > 0 && long === beats.at(-1) && lastPeakUs > (long?.timeUs ?? 0) + apartUs,
  );
  if (long !== undefined && !beatsOn) return met({ beats: [long], measure: long.rrIntervalMs / 1000 });
  return endsWith(beats, rule.clearBeats, ({ rrIntervalMs }) => rrIntervalMs < rule.pauseMs)
    ? over
    : undecided;
}

interface Pause {
  readonly pauseMs: number;
  /** Whether the usable signal has shown a beat at all. */
  readonly hasPeak: boolean;
  readonly pauseCut: boolean;
}

/** The time without an R peak in each usable lead. */
const pausesOf = ({ leads, nowUs }: Standstill): Pause[] =>
  leads
    .filter(({ usableSinceUs }) => usableSinceUs > 0)
    .map(({ usableSinceUs, lastPeakUs, pauseCut }) => ({
      pauseMs: (nowUs - Math.max(lastPeakUs, usableSinceUs)) / 1000,
      hasPeak: lastPeakUs >= usableSinceUs,
      pauseCut,
    }));
