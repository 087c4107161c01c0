import type { AlarmSettings } from '../settings.ts';
import { joinUs } from '../leads/lead-windows.ts';
import type { KnownBeat, KnownSecond, LeadState } from '../state.ts';
import { endsWith, met, over, undecided, type Condition } from './condition.ts';
import { sharesBetween } from './missed-beats.ts';

export interface Standstill {
  /** The leads whose signal is here. */
  readonly leads: readonly LeadState[];
  readonly nowUs: number;
  /** Seconds over all leads. */
  readonly seconds: readonly KnownSecond[];
}

/**
 * An empty line for some seconds, in all usable leads: no R peak, and no wave as tall as a small share of the usual beat
 * either, so that a beat that the detector passed over is no pause. One lead at least has been usable all that time, but for
 * empty seconds: an empty line has little to judge its quality by. The others need not, but a wave that one of them has
 * shown while it was usable counts. A flat line alone is not asystole: over a heart that stands still electrodes pick up
 * baseline and muscle. While fibrillation is suspected, its rule decides.
 */
export function asystole(known: Standstill, { asystole: rule, fibrillation }: AlarmSettings): Condition {
  const pauses = pausesOf(known, rule);
  if (pauses.length === 0) return undecided;
  // One lead alone may have lost its electrode, which picks up beats again after some seconds.
  const emptyFromMs =
    rule.pauseMs + (pauses.length > 1 ? rule.waveMs : rule.detectionMs + rule.unknownPeakMs);
  if (known.leads.some((lead) => hasShownBeat(lead, known.nowUs - emptyFromMs * 1000, rule)))
    return undecided;
  const showing = pauses.filter((pause) => showsStandstill(pause, rule, emptyFromMs));
  if (
    showing.length > 0 &&
    pauses.every((pause) => showing.includes(pause) || isEmpty(pause, rule, emptyFromMs))
  ) {
    const suspected = known.seconds
      .slice(-fibrillation.windowSeconds)
      .some(({ fibrillationIndex }) => fibrillationIndex >= fibrillation.level);
    return suspected
      ? undecided
      : met({ measure: Math.min(...showing.map(({ usablePauseMs }) => usablePauseMs)) / 1000 });
  }
  const beats = pauses.some(({ hasPeak, usablePauseMs }) => hasPeak && usablePauseMs < rule.pauseMs);
  return beats ? over : undecided;
}

/** Beats that can become known in one second. */
const newBeats = 3;
/** R peaks of other leads that lie closer are of the same beat. */
const apartUs = 250_000;

/** A long interval between heart beats, in every usable lead, that hides no missed beat. */
export function pause(
  beats: readonly KnownBeat[],
  { leads }: Standstill,
  { pause: rule, signal }: AlarmSettings,
): Condition {
  const long = beats.slice(-newBeats).find(({ rrIntervalMs }) => rrIntervalMs >= rule.pauseMs);
  const beatsOn = leads.some(
    ({ usableSinceUs, lastPeakUs }) =>
      usableSinceUs > 0 && long === beats.at(-1) && lastPeakUs > (long?.timeUs ?? 0) + apartUs,
  );
  const isMissed =
    long !== undefined &&
    leads.some((lead) => sharesBetween([long], lead).some((share) => share >= signal.missedBeatFrom));
  if (long !== undefined && !beatsOn && !isMissed)
    return met({ beats: [long], measure: long.rrIntervalMs / 1000 });
  return endsWith(beats, rule.clearBeats, ({ rrIntervalMs }) => rrIntervalMs < rule.pauseMs)
    ? over
    : undecided;
}

interface Pause {
  /** Time without an R peak, and that within usable signal. */
  readonly pauseMs: number;
  readonly usablePauseMs: number;
  /** Time without a tall wave; undefined where the usual height is unknown. */
  readonly emptyMs: number | undefined;
  /** Whether the usable signal has shown a beat at all. */
  readonly hasPeak: boolean;
  readonly pauseCut: boolean;
}

type AsystoleRule = AlarmSettings['asystole'];

function showsStandstill(pause: Pause, rule: AsystoleRule, emptyFromMs: number): boolean {
  const { usablePauseMs, emptyMs, hasPeak } = pause;
  if (hasPeak) return isEmpty(pause, rule, emptyFromMs);
  return Math.min(usablePauseMs, emptyMs ?? Infinity) >= rule.withoutAnyMs;
}

/**
 * Whether the line is empty for long enough. A tall wave is seen at once, an R peak after a pause only with the next one;
 * where the usual height is unknown R peaks alone decide.
 */
function isEmpty(pause: Pause, rule: AsystoleRule, fromMs: number): boolean {
  const { pauseMs, emptyMs } = pause;
  return emptyMs === undefined ? pauseMs >= withoutPeakMs(pause, rule) : Math.min(pauseMs, emptyMs) >= fromMs;
}

/** Time without an R peak after which the heart counts as standing. */
const withoutPeakMs = ({ pauseCut }: Pause, rule: AsystoleRule): number =>
  rule.pauseMs + rule.detectionMs + (pauseCut ? rule.unknownPeakMs : 0);

/** Whether a lead that is not usable now was so, and had a tall wave, since then. */
const hasShownBeat = (
  { usableSinceUs, seconds }: LeadState,
  sinceUs: number,
  { emptyBelow }: AsystoleRule,
): boolean =>
  usableSinceUs === 0 &&
  seconds.some(
    ({ endTimeUs, usable, qrsShare = 0 }) => usable && endTimeUs > sinceUs && qrsShare >= emptyBelow,
  );

const pausesOf = ({ leads, nowUs }: Standstill, rule: AsystoleRule): Pause[] =>
  leads
    .filter(({ usableSinceUs }) => usableSinceUs > 0)
    .map((lead) => ({
      pauseMs: heardMs(lead, lead.lastPeakUs, nowUs),
      usablePauseMs: heardMs(lead, Math.max(lead.lastPeakUs, lead.usableSinceUs), nowUs),
      emptyMs: emptyMs(lead, nowUs, rule),
      hasPeak: lead.lastPeakUs >= lead.usableSinceUs,
      pauseCut: lead.pauseCut,
    }));

function emptyMs(lead: LeadState, nowUs: number, rule: AsystoleRule): number | undefined {
  const { seconds, lastPeakUs } = lead;
  if (seconds.at(-1)?.qrsShare === undefined) return undefined;
  const ofPeakUs = lastPeakUs + rule.beatMs * 1000;
  const tall = seconds.findLast(
    ({ timeUs, qrsShare = 0 }) => timeUs >= ofPeakUs && qrsShare >= rule.emptyBelow,
  );
  return tall === undefined ? Infinity : heardMs(lead, tall.endTimeUs, nowUs);
}

/** Time without the holes in the signal: nobody knows whether a beat was in them. */
function heardMs({ seconds }: LeadState, fromUs: number, nowUs: number): number {
  let holesUs = 0;
  for (let index = 1; index < seconds.length; index += 1) {
    const timeUs = seconds[index]?.timeUs ?? 0;
    const gapUs = timeUs - (seconds[index - 1]?.endTimeUs ?? timeUs);
    if (timeUs > fromUs && gapUs > joinUs) holesUs += gapUs;
  }
  return (nowUs - fromUs - holesUs) / 1000;
}
