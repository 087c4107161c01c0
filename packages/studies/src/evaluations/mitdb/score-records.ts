import type { RecordsOptions } from '../../reporting/evaluation-context.ts';
import { recordNames, readEcgRecording, requireAnnotations } from '../../live-path/ecg-recording.ts';
import type { EvaluationModels } from '../../live-path/evaluation-models.ts';
import { byNoise, readNoise, variantKey, variantsOf, type NoiseOptions } from '../../noise/variants.ts';
import { rankingFigures, type RankingFigures } from '../../ranking/beat-figures.ts';
import {
  falseAlarms,
  missedEvents,
  mitdbFigures,
  type FalseAlarm,
  type MissedEvent,
  type MitdbFigures,
} from './figures.ts';
import { recordOutcome, type RecordOutcome } from './record-outcome.ts';
import { liveDetector } from './scored-beats.ts';

/** One record's figures, and which model judged it. */
interface MitdbRecord extends MitdbFigures {
  readonly lead: string;
  readonly model: string;
  /** True for a fold's model, which was trained without this record; Beatwatch's own model was trained with it. */
  readonly crossValidated: boolean;
}

interface MitdbResults {
  readonly pooled: MitdbFigures;
  readonly records: Readonly<Record<string, MitdbRecord>>;
  readonly missedEvents: readonly MissedEvent[];
  readonly falseAlarms: readonly FalseAlarm[];
}

/** Results with noise, compared with the clean recordings. */
interface NoisyMitdbResults extends MitdbResults {
  /** Ratio of the false clinical alarms to those of the clean recordings; absent if these had none. */
  readonly falseAlarmsAgainstClean?: number;
}

export interface MitdbEvaluation extends MitdbResults {
  /** Plain methods and the live path without some parts, on the same beats. */
  readonly baselines: Readonly<Record<string, RankingFigures>>;
  /** By noise and signal-to-noise ratio. */
  readonly noise?: Readonly<Record<string, Readonly<Record<string, NoisyMitdbResults>>>>;
}

export interface ScoredRecords {
  readonly evaluation: MitdbEvaluation;
  readonly clean: readonly RecordOutcome[];
  /** By variant, such as `em 6 dB`. */
  readonly noisy: ReadonlyMap<string, readonly RecordOutcome[]>;
}

/** Sends all records, one after the other, through the live path and computes their figures. */
export async function scoreRecords(
  { folder, only, noise, onProgress }: RecordsOptions & { readonly noise?: NoiseOptions },
  models: EvaluationModels,
): Promise<ScoredRecords> {
  const names = await recordNames(folder, only);
  const noises = await readNoise(noise);
  const outcomes = new Map<string, RecordOutcome[]>();
  for (const [index, name] of names.entries()) {
    const recording = await readEcgRecording(folder, name);
    requireAnnotations(recording);
    const model = await models.for(name);
    for (const variant of variantsOf(recording, noises, noise)) {
      const key = variantKey(variant);
      onProgress?.({ name, variant: key, record: index + 1, records: names.length });
      outcomes.set(key, [...(outcomes.get(key) ?? []), await recordOutcome(variant, model)]);
    }
  }
  const { clean = [], ...noisy } = Object.fromEntries(outcomes);
  return {
    evaluation: {
      ...results(clean),
      baselines: baselines(clean),
      ...(noise && {
        noise: byNoise(noise, (name, snrDb) => againstClean(noisy[`${name} ${snrDb} dB`] ?? [], clean)),
      }),
    },
    clean,
    noisy: new Map(Object.entries(noisy)),
  };
}

function results(outcomes: readonly RecordOutcome[]): MitdbResults {
  return {
    pooled: mitdbFigures(outcomes),
    records: Object.fromEntries(
      outcomes.map((outcome) => [
        outcome.name,
        {
          lead: outcome.lead,
          model: outcome.model.version,
          crossValidated: outcome.model.crossValidated,
          ...mitdbFigures([outcome]),
        },
      ]),
    ),
    missedEvents: missedEvents(outcomes),
    falseAlarms: falseAlarms(outcomes),
  };
}

function againstClean(noisy: readonly RecordOutcome[], clean: readonly RecordOutcome[]): NoisyMitdbResults {
  const found = results(noisy);
  const before = falseAlarms(clean).length;
  return {
    ...found,
    ...(before > 0 && { falseAlarmsAgainstClean: found.falseAlarms.length / before }),
  };
}

function baselines(outcomes: readonly RecordOutcome[]): Record<string, RankingFigures> {
  const beats = outcomes.map(({ scoredBeats }) => scoredBeats);
  const names = new Set(beats.flat().flatMap(({ scores }) => Object.keys(scores)));
  names.delete(liveDetector);
  return Object.fromEntries([...names].map((name) => [name, rankingFigures(beats, name)]));
}
