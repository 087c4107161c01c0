import { rWindow88Microvolts, usableQualityIndex } from '@beatwatch/contracts';
import { judgeAlarms, type JudgedRun } from '../../alarm-outcomes/judge-alarms.ts';
import { secondsOf, type EcgRecording } from '../../live-path/ecg-recording.ts';
import type { RecordModel } from '../../live-path/evaluation-models.ts';
import { runLivePath, type LiveRun } from '../../live-path/live-run.ts';
import { withParts, type ModelWithParts } from '../../live-path/part-scores.ts';
import type { LeadVariant } from '../../noise/variants.ts';
import type { ScoredBeat } from '../../ranking/beat-figures.ts';
import type { AnnotationScope } from '../../reference/annotation-scope.ts';
import { matchPeaksOf, peakCounts, type PeakCounts } from '../../reference/peak-score.ts';
import { annotatedSpan } from '../rpeaks/live-peaks.ts';
import { nearestNeighbourScores, templateScores } from './baselines.ts';
import { decidedBeat, jointBeats } from '../../ranking/joint-beats.ts';
import { learnedCount, scoredRun, type DetectorScores, type ScoredRun } from './scored-beats.ts';
import { worstStrips, type WorstStrips } from './worst-strips.ts';

/** The beats of one lead, or of all leads together. */
export interface LeadOutcome extends Omit<ScoredRun, 'beats'> {
  readonly lead: string;
  readonly rPeaks: PeakCounts;
  readonly scoredBeats: readonly ScoredBeat[];
}

/** The outcome of one record in one variant: the beats of its first lead, and the alarms of all that were sent. */
export interface RecordOutcome extends JudgedRun, LeadOutcome {
  readonly model: Pick<RecordModel, 'version' | 'crossValidated' | 'seenBy'>;
  /** Each lead, and `joint`; empty if one lead was sent. */
  readonly leads: readonly LeadOutcome[];
  /** Seconds whose signal is too poor to judge. */
  readonly unusableSeconds: number;
  /** Total length of the noisy spans. */
  readonly noisySeconds: number;
  readonly strips: WorstStrips;
}

/** Sends one record in one variant through the live path, and judges beats and alarms by the annotations. */
export async function recordOutcome(
  { leads, noise }: LeadVariant,
  model: RecordModel,
  { scope }: { readonly scope: AnnotationScope },
): Promise<RecordOutcome> {
  const [first] = leads;
  const parts = withParts(model.model, model.manifest);
  const run = await runLivePath(leads, { ...model, model: parts.model });
  const judged = judgeAlarms(first, run, { scope, noisy: noise?.noisy });
  const own = leadOutcome(first, run, run.beats.map(decidedBeat), otherScores(run, parts));
  return {
    ...judged,
    ...own,
    model: { version: model.version, crossValidated: model.crossValidated, seenBy: model.seenBy },
    leads: leads.length === 1 ? [] : leadOutcomes(first, run),
    unusableSeconds: run.seconds.filter(({ qualityIndex }) => qualityIndex < usableQualityIndex).length,
    noisySeconds: noise?.noisy.reduce((sum, { from, to }) => sum + to - from, 0) ?? 0,
    strips: worstStrips(leads, judged, own.scoredBeats),
  };
}

function leadOutcomes(recording: EcgRecording, run: LiveRun): LeadOutcome[] {
  const joint = jointBeats(run.leads);
  return [
    ...run.leads.map((lead) => leadOutcome(recording, lead, lead.beats.map(decidedBeat))),
    leadOutcome(recording, { lead: 'joint', peaks: joint.map(({ seconds }) => seconds) }, joint),
  ];
}

function leadOutcome(
  recording: EcgRecording,
  { lead, peaks }: Pick<LiveRun, 'lead' | 'peaks'>,
  decided: Parameters<typeof scoredRun>[1],
  others: DetectorScores = {},
): LeadOutcome {
  const { annotations, samplingRateHz } = recording;
  const { beats, ...scored } = scoredRun(recording, decided, others);
  const recordSeconds = secondsOf(recording);
  return {
    ...scored,
    lead,
    rPeaks: peakCounts(
      matchPeaksOf(peaks, {
        annotations,
        samplingRateHz,
        recordSeconds,
        within: [annotatedSpan(recording)],
      }),
    ),
    scoredBeats: beats,
  };
}

/** Scores of plain methods and of the live path without some parts. */
function otherScores({ beats }: LiveRun, { scores }: ModelWithParts): DetectorScores {
  const learned = learnedCount(beats);
  const cut = beats.map(({ beat }) => beat);
  const isWindow = cut.every(({ preprocessing }) => preprocessing === rWindow88Microvolts);
  return {
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
