import { usableQualityIndex, rWindow88Microvolts } from '@beatwatch/contracts';
import { judgeAlarms, type JudgedRun } from '../../alarm-outcomes/judge-alarms.ts';
import type { RecordModel } from '../../live-path/evaluation-models.ts';
import { withParts, type ModelWithParts } from '../../live-path/part-scores.ts';
import { runLivePath, type LiveRun } from '../../live-path/live-run.ts';
import type { Variant } from '../../noise/variants.ts';
import { matchPeaksOf, peakCounts, type PeakCounts } from '../../reference/peak-score.ts';
import { nearestNeighbourScores, templateScores } from './baselines.ts';
import type { ScoredBeat } from '../../ranking/beat-figures.ts';
import {
  learnedCount,
  liveDetector,
  scoredRun,
  type DetectorScores,
  type ScoredRun,
} from './scored-beats.ts';
import { worstStrips, type WorstStrips } from './worst-strips.ts';

/** The outcome of one record in one variant. */
export interface RecordOutcome extends JudgedRun, Omit<ScoredRun, 'beats'> {
  readonly lead: string;
  readonly model: { readonly version: string; readonly crossValidated: boolean };
  readonly rPeaks: PeakCounts;
  readonly scoredBeats: readonly ScoredBeat[];
  /** Seconds whose signal is too poor to judge. */
  readonly unusableSeconds: number;
  /** Total length of the noisy spans. */
  readonly noisySeconds: number;
  readonly strips: WorstStrips;
}

/** Sends one record in one variant through the live path, and judges beats and alarms by the annotations. */
export async function recordOutcome(variant: Variant, model: RecordModel): Promise<RecordOutcome> {
  const { recording, noise } = variant;
  const { name, lead, annotations, samplingRateHz, samples } = recording;
  const parts = withParts(model.model, model.manifest);
  const run = await runLivePath(recording, { ...model, model: parts.model });
  const scored = scoredRun(recording, run, detectorScores(run, parts));
  const judged = judgeAlarms(recording, run, noise?.noisy);
  const recordSeconds = samples.length / samplingRateHz;
  return {
    ...judged,
    lead,
    model: { version: model.version, crossValidated: model.crossValidated },
    rPeaks: peakCounts(matchPeaksOf(run.peaks, { annotations, samplingRateHz, recordSeconds })),
    scoredBeats: scored.beats,
    extraAnomalous: scored.extraAnomalous,
    judgedSeconds: scored.judgedSeconds,
    unusableSeconds: run.seconds.filter(({ qualityIndex }) => qualityIndex < usableQualityIndex).length,
    noisySeconds: noise?.noisy.reduce((sum, { from, to }) => sum + to - from, 0) ?? 0,
    strips: worstStrips(recording, judged, scored.beats),
    name,
  };
}

function detectorScores(run: LiveRun, { scores }: ModelWithParts): DetectorScores {
  const { beats } = run;
  const learned = learnedCount(beats);
  const cut = beats.map(({ beat }) => beat);
  const isWindow = cut.every(({ preprocessing }) => preprocessing === rWindow88Microvolts);
  return {
    [liveDetector]: beats.map(({ judged }) => judged.anomalyScore),
    ...Object.fromEntries(
      [...scores].map(([name, scoreOfBeat]) => [
        name,
        cut.map((beat) => scoreOfBeat.get(beat) ?? Number.NaN),
      ]),
    ),
    ...(isWindow &&
      learned > 0 && {
        template: templateScores(cut, learned),
        nearestNeighbours: nearestNeighbourScores(cut, learned),
      }),
  };
}
