import type { RecordsOptions } from '../../reporting/evaluation-context.ts';
import {
  readEcgLeads,
  recordNames,
  requireAnnotations,
  type LeadChoice,
} from '../../live-path/ecg-recording.ts';
import { seenCounts } from '../../live-path/seen-by.ts';
import type { EvaluationModels } from '../../live-path/evaluation-models.ts';
import {
  byNoise,
  leadVariantsOf,
  readNoiseLeads,
  variantKey,
  type NoiseOptions,
} from '../../noise/variants.ts';
import { rankingFigures, type RankingFigures } from '../../ranking/beat-figures.ts';
import {
  falseAlarms,
  missedEvents,
  type FalseAlarm,
  type MissedEvent,
} from '../../alarm-outcomes/listed-errors.ts';
import { readAnnotationScope } from '../../reference/annotation-scope.ts';
import { eachRecord, type UnreadableRecord } from '../../reporting/each-record.ts';
import { beatsFigures, leadFigures, type BeatsFigures, type LeadFigures } from './figures.ts';
import { recordOutcome, type RecordOutcome } from './record-outcome.ts';
import { isLiveScore } from './scored-beats.ts';

/** One record's figures, and which model judged it. */
interface BeatsRecord extends BeatsFigures {
  readonly lead: string;
  readonly model: string;
  /** True for a fold's model, which was trained without this record; Beatwatch's own model was trained with it. */
  readonly crossValidated: boolean;
}

interface BeatsResults {
  readonly pooled: BeatsFigures;
  readonly records: Readonly<Record<string, BeatsRecord>>;
  readonly missedEvents: readonly MissedEvent[];
  readonly falseAlarms: readonly FalseAlarm[];
}

/** Results with noise, compared with the clean recordings. */
interface NoisyBeatsResults extends BeatsResults {
  /** Ratio of the false alarms that sound to those of the clean recordings; absent if these had none. */
  readonly falseAlarmsAgainstClean?: number;
}

export interface BeatsEvaluation extends BeatsResults {
  /** By place of the lead in its record (`first`, `second` …), and `joint` for all together; absent for one lead. */
  readonly leads?: Readonly<Record<string, LeadFigures>>;
  /** Number of these records that each kind of signal model learned from. */
  readonly seenBy: Readonly<Record<string, number>>;
  readonly unreadable: readonly UnreadableRecord[];
  /** Plain methods and the live path without some parts, on the same beats. */
  readonly baselines: Readonly<Record<string, RankingFigures>>;
  /** By noise and signal-to-noise ratio. */
  readonly noise?: Readonly<Record<string, Readonly<Record<string, NoisyBeatsResults>>>>;
}

export interface ScoredRecords {
  readonly evaluation: BeatsEvaluation;
  readonly clean: readonly RecordOutcome[];
  /** By variant, such as `em 6 dB`. */
  readonly noisy: ReadonlyMap<string, readonly RecordOutcome[]>;
}

export interface ScoreRecordsOptions extends RecordsOptions {
  readonly noise?: NoiseOptions;
  /** Default: first. */
  readonly leads?: LeadChoice;
}

/** Sends all records, one after the other, through the live path and computes their figures. */
export async function scoreRecords(
  { folder, only, noise, leads = 'first', onProgress }: ScoreRecordsOptions,
  models: EvaluationModels,
): Promise<ScoredRecords> {
  const all = await recordNames(folder);
  const names = only === undefined ? all : await recordNames(folder, only);
  const noises = await readNoiseLeads(noise);
  const scope = await readAnnotationScope(folder, all);
  const { outcomes, unreadable } = await eachRecord(names, async (name, index) => {
    const recording = await readEcgLeads(folder, name, leads);
    requireAnnotations(recording[0]);
    const model = await models.for(name);
    const variants: [string, RecordOutcome][] = [];
    for (const variant of leadVariantsOf(recording, noises, noise)) {
      const key = variantKey(variant);
      onProgress?.({ name, variant: key, record: index + 1, records: names.length });
      variants.push([key, await recordOutcome(variant, model, { scope })]);
    }
    return variants;
  });
  return scoredRecords(outcomes.flat(), unreadable, noise);
}

/** @param outcomes each with the key of its variant */
export function scoredRecords(
  outcomes: readonly (readonly [variant: string, outcome: RecordOutcome])[],
  unreadable: readonly UnreadableRecord[],
  noise?: NoiseOptions,
): ScoredRecords {
  const of = (key: string): RecordOutcome[] =>
    outcomes.flatMap(([variant, outcome]) => (variant === key ? [outcome] : []));
  const clean = of('clean');
  const keys = new Set(outcomes.map(([variant]) => variant).filter((variant) => variant !== 'clean'));
  const byLead = figuresByLead(clean);
  return {
    evaluation: {
      ...results(clean),
      ...(byLead && { leads: byLead }),
      baselines: baselines(clean),
      seenBy: seenCounts(clean),
      ...(noise && {
        noise: byNoise(noise, (name, snrDb) => againstClean(of(`${name} ${snrDb} dB`), clean)),
      }),
      unreadable,
    },
    clean,
    noisy: new Map([...keys].map((key) => [key, of(key)])),
  };
}

const places = ['first', 'second', 'third', 'fourth'] as const;
const placeOf = (index: number): string => places[index] ?? `lead ${index + 1}`;

function figuresByLead(outcomes: readonly RecordOutcome[]): Record<string, LeadFigures> | undefined {
  const named = outcomes.flatMap(({ leads }) =>
    leads.map((outcome, index) => [outcome.lead === 'joint' ? 'joint' : placeOf(index), outcome] as const),
  );
  const names = [...new Set(named.map(([name]) => name))].sort(
    (a, b) => Number(a === 'joint') - Number(b === 'joint'),
  );
  if (names.length === 0) return undefined;
  return Object.fromEntries(
    names.map((name) => [
      name,
      leadFigures(named.flatMap(([other, outcome]) => (other === name ? [outcome] : []))),
    ]),
  );
}

function results(outcomes: readonly RecordOutcome[]): BeatsResults {
  return {
    pooled: beatsFigures(outcomes),
    records: Object.fromEntries(
      outcomes.map((outcome) => [
        outcome.name,
        {
          lead: outcome.lead,
          model: outcome.model.version,
          crossValidated: outcome.model.crossValidated,
          ...beatsFigures([outcome]),
        },
      ]),
    ),
    missedEvents: missedEvents(outcomes),
    falseAlarms: falseAlarms(outcomes),
  };
}

function againstClean(noisy: readonly RecordOutcome[], clean: readonly RecordOutcome[]): NoisyBeatsResults {
  const found = results(noisy);
  const before = beatsFigures(clean).soundingFalseAlarms;
  return {
    ...found,
    ...(before > 0 && { falseAlarmsAgainstClean: found.pooled.soundingFalseAlarms / before }),
  };
}

function baselines(outcomes: readonly RecordOutcome[]): Record<string, RankingFigures> {
  const beats = outcomes.map(({ scoredBeats }) => scoredBeats);
  const names = new Set(beats.flat().flatMap(({ scores }) => Object.keys(scores)));
  return Object.fromEntries(
    [...names].filter((name) => !isLiveScore(name)).map((name) => [name, rankingFigures(beats, name)]),
  );
}
