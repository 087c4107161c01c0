import { byUrgency, type AlarmEvent, type PatientId } from '@beatwatch/contracts';
import type { LiveScore, LiveSecond, WaveformBlock } from '@beatwatch/live-protocol';
import { isTrusted } from './beat-ranges.ts';
import { PlayoutClock } from './playout-clock.ts';
import { lastSampleUs, Signal } from './signal.ts';
import { PoorSeconds } from './poor-seconds.ts';
import { quietStateOf, sameQuietState } from './quiet-state.ts';
import { alarmOf, statusOf, type Currency, type Status } from './status.ts';

const keepSeconds = 40;
const keepScores = 128;
/** Scores that lie further ahead than this are of a clock that was set back since. */
const setBackUs = 10e6;
/** Beats over which the heart rate is averaged, and their greatest distance to the newest. */
const heartRateBeats = 8;
const heartRateUs = 12e6;

/** Figures beside a patient's strip. */
export interface PatientSummary {
  readonly patientId: PatientId;
  readonly status: Status;
  readonly heartRateBpm: number | undefined;
  readonly anomalyScore: number | undefined;
  readonly threshold: number | undefined;
  /** Share of anomalous beats among the recent ones with a threshold and good signal. */
  readonly anomalousShare: number | undefined;
  readonly lead: string | undefined;
  /** Open alarms besides the one in `status`. */
  readonly furtherAlarms: number;
  /** The figures are older than the signal: nothing has been judged since, on the gateway's clock. */
  readonly notJudgedSinceMs: number | undefined;
  /** Time of the last sample, while the page is cut off: its strip ends there. */
  readonly lastSampleUs: number | undefined;
}

/** Live data of one patient: samples, playout clock, scores and open alarms. */
export class LivePatient {
  readonly patientId: PatientId;
  readonly signal = new Signal(keepSeconds);
  readonly poorSeconds = new PoorSeconds(keepSeconds);
  readonly clock = new PlayoutClock();
  #lead: string | undefined;
  #seenAtMs: number | undefined;
  #firstSeenAtMs: number | undefined;
  #scoredAtMs: number | undefined;
  #scores: LiveScore[] = [];
  #alarms: readonly AlarmEvent[] = [];
  #summary: PatientSummary | undefined;

  constructor(patientId: PatientId) {
    this.patientId = patientId;
  }

  /** In order of time, including those before the threshold was learned. */
  get scores(): readonly LiveScore[] {
    return this.#scores;
  }

  set alarms(alarms: readonly AlarmEvent[]) {
    this.#alarms = [...alarms].sort(byUrgency);
  }

  get alarms(): readonly AlarmEvent[] {
    return this.#alarms;
  }

  /** @param seenAtMs time of the last data, on the gateway's clock */
  seen(seenAtMs: number): void {
    this.#firstSeenAtMs ??= seenAtMs;
    this.#seenAtMs = Math.max(seenAtMs, this.#seenAtMs ?? 0);
  }

  /** Time without data; infinite before any. */
  noDataMs(serverTimeMs: number): number {
    return serverTimeMs - (this.#seenAtMs ?? Number.NEGATIVE_INFINITY);
  }

  /** Only the lead that arrived first is drawn; blocks of others are dropped. */
  addBlock(block: WaveformBlock, nowMs: number): void {
    this.#lead ??= block.lead;
    if (block.lead !== this.#lead) return;
    if (this.clock.arrive(lastSampleUs(block), nowMs) === 'set-back') {
      this.signal.clear();
      this.poorSeconds.clear();
    }
    this.signal.add(block);
  }

  addSecond(second: LiveSecond): void {
    if (this.#lead === undefined || second.lead === this.#lead) this.poorSeconds.add(second);
  }

  addScore(score: LiveScore, atMs: number): void {
    this.#scoredAtMs = atMs;
    const { beatTimeUs: timeUs, lead } = score;
    if (this.#scores.some((known) => known.beatTimeUs === timeUs && known.lead === lead)) return;
    const newest = this.#scores.at(-1);
    if (newest !== undefined && newest.beatTimeUs - score.beatTimeUs > setBackUs) {
      this.#scores = this.#scores.filter(({ beatTimeUs }) => beatTimeUs <= score.beatTimeUs);
    }
    this.#scores.push(score);
    const previous = this.#scores.at(-2);
    if (previous !== undefined && previous.beatTimeUs > score.beatTimeUs) {
      this.#scores.sort((a, b) => a.beatTimeUs - b.beatTimeUs);
    }
    if (this.#scores.length > keepScores) this.#scores = this.#scores.slice(-keepScores);
  }

  /** Returns the same object as before if nothing has changed. */
  summary(serverTimeMs: number, currency: Currency = {}): PatientSummary {
    const newest = this.#scores.at(-1);
    const poor = this.poorSeconds.all;
    const trusted = this.#scores.filter((score) => score.threshold !== undefined && isTrusted(score, poor));
    const { cutOff, unjudgedSinceMs } = currency;
    const isCurrent = cutOff === undefined && unjudgedSinceMs === undefined;
    const status = statusOf({
      ...currency,
      ...(this.#seenAtMs === undefined ? {} : { noDataMs: serverTimeMs - this.#seenAtMs }),
      ...(this.#firstSeenAtMs === undefined
        ? {}
        : { unscoredMs: serverTimeMs - (this.#scoredAtMs ?? this.#firstSeenAtMs) }),
      calibrated: newest?.threshold !== undefined,
      alarms: this.#alarms,
      quiet: quietStateOf({
        beats: trusted.filter(({ lead }) => this.#lead === undefined || lead === this.#lead),
        poor,
        latestUs: this.clock.latestUs,
      }),
    });
    const current = isCurrent && isHeartRateKnown(status);
    const next: PatientSummary = {
      patientId: this.patientId,
      status,
      heartRateBpm: current && this.#scoredRecently(serverTimeMs) ? heartRateBpm(this.#scores) : undefined,
      anomalyScore: newest?.anomalyScore,
      threshold: newest?.threshold,
      anomalousShare:
        trusted.length === 0
          ? undefined
          : trusted.filter(({ anomalous }) => anomalous).length / trusted.length,
      lead: this.#lead,
      furtherAlarms: this.#alarms.length - (alarmOf(status) === undefined ? 0 : 1),
      notJudgedSinceMs: unjudgedSinceMs ?? cutOff?.sinceMs,
      lastSampleUs: cutOff === undefined ? undefined : this.clock.latestUs,
    };
    if (this.#summary === undefined || !sameSummary(this.#summary, next)) this.#summary = next;
    return this.#summary;
  }

  #scoredRecently(serverTimeMs: number): boolean {
    return this.#scoredAtMs !== undefined && serverTimeMs - this.#scoredAtMs < 10_000;
  }
}

/** False without a signal, in technical states, asystole and ventricular fibrillation: the beats counted then are not a pulse. */
function isHeartRateKnown(status: Status): boolean {
  const kind = alarmOf(status)?.kind;
  if (kind === 'ventricular-fibrillation' || kind === 'asystole') return status.kind !== 'alarm';
  return !(['no-data', 'not-scored', 'technical', 'waiting'] as const).some(
    (unknown) => unknown === status.kind,
  );
}

/** Mean rate over the newest beats, undefined without beats. */
function heartRateBpm(scores: readonly LiveScore[]): number | undefined {
  const newest = scores.at(-1);
  if (newest === undefined) return undefined;
  const recent = scores
    .slice(-heartRateBeats)
    .filter(({ beatTimeUs }) => newest.beatTimeUs - beatTimeUs <= heartRateUs);
  const meanMs = recent.reduce((sum, { rrIntervalMs }) => sum + rrIntervalMs, 0) / recent.length;
  return Math.round(60_000 / meanMs);
}

function sameSummary(a: PatientSummary, b: PatientSummary): boolean {
  return (
    sameStatus(a.status, b.status) &&
    a.heartRateBpm === b.heartRateBpm &&
    a.anomalyScore === b.anomalyScore &&
    a.threshold === b.threshold &&
    a.anomalousShare === b.anomalousShare &&
    a.lead === b.lead &&
    a.furtherAlarms === b.furtherAlarms &&
    a.notJudgedSinceMs === b.notJudgedSinceMs &&
    a.lastSampleUs === b.lastSampleUs
  );
}

function sameStatus(a: Status, b: Status): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'no-data' && b.kind === 'no-data' && a.seconds !== b.seconds) return false;
  if (a.kind === 'no-alarm' && b.kind === 'no-alarm' && !sameQuietState(a.quiet, b.quiet)) return false;
  return alarmOf(a) === alarmOf(b);
}
