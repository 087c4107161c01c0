import type { Beat } from '@beatwatch/contracts';
import type { StoredScore } from '@beatwatch/timescale';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Metrics of the scorer; labels come from closed sets. */
export interface ScorerMetrics {
  readonly beats: Counter;
  readonly anomalies: Counter;
  readonly alarmEvents: Counter<'kind' | 'state'>;
  readonly modelSwaps: Counter;
  readonly deadLetters: Counter<'code'>;
  readonly delay: Histogram;
}

export function createScorerMetrics(registry: Registry): ScorerMetrics {
  const registers = [registry];
  return {
    beats: new Counter({ name: 'scorer_beats_total', help: 'Beats scored', registers }),
    anomalies: new Counter({
      name: 'scorer_anomalous_beats_total',
      help: 'Beats above the threshold',
      registers,
    }),
    alarmEvents: new Counter({
      name: 'scorer_alarm_events_total',
      help: 'Changes of alarm state',
      labelNames: ['kind', 'state'],
      registers,
    }),
    modelSwaps: new Counter({
      name: 'scorer_model_swaps_total',
      help: 'Patients who were given another model',
      registers,
    }),
    deadLetters: new Counter({
      name: 'scorer_dead_letters_total',
      help: 'Messages that could not be processed',
      labelNames: ['code'],
      registers,
    }),
    delay: new Histogram({
      name: 'scorer_beat_to_score_seconds',
      help: 'From the last sample of a beat to its score',
      buckets: [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10],
      registers,
    }),
  };
}

/** @param beats those of the scores, in the same order */
export function measureScores(
  metrics: ScorerMetrics,
  scores: readonly StoredScore[],
  beats: readonly Beat[],
): void {
  metrics.beats.inc(scores.length);
  metrics.anomalies.inc(scores.filter(({ anomalous }) => anomalous).length);
  for (const [index, { scoredAtUs, late }] of scores.entries()) {
    const endTimeUs = beats[index]?.endTimeUs;
    if (late === undefined && endTimeUs !== undefined)
      metrics.delay.observe(Math.max(0, scoredAtUs - endTimeUs) / 1e6);
  }
}

/** @param waiting patients whose switch to another model has waited for more than 5 minutes */
export function registerWaitingSwaps(registry: Registry, waiting: () => number): void {
  new Gauge({
    name: 'scorer_model_swaps_waiting',
    help: 'Patients who have waited for another model for more than 5 minutes',
    registers: [registry],
    collect() {
      this.set(waiting());
    },
  });
}
