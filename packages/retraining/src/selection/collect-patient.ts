import type { PatientId } from '@beatwatch/contracts';
import { median } from '@beatwatch/statistics';
import type { BeatVerdict, LabelledAlarm, StoredBeat } from '@beatwatch/timescale';
import { AlarmBeats, labelledAlarms } from './alarm-beats.ts';
import { GoodSeconds } from './good-seconds.ts';
import { orderOf, SmallestOrders } from './keyed-order.ts';
import type { SelectionSource } from './selection-source.ts';
import type { SelectionSettings } from './settings.ts';
import { fewestBeats, UsualBeats } from './usual-beats.ts';

/** Why beats were left out. */
export const omissions = [
  'late',
  'poor signal',
  'not judged',
  'ectopic or anomalous',
  'within a true alarm',
  'evidence of an alarm',
  'samples dropped',
  'too few of the lead',
  'unusual',
] as const;
type Omission = (typeof omissions)[number];

/** How often each reason held. */
export type OmissionCounts = Readonly<Record<Omission, number>>;

/** A beat with its samples. */
export type WholeBeat = StoredBeat & { readonly samples: Float32Array };

/** An alarm that people labelled, with the beats that raised it. */
export interface AlarmExample {
  readonly alarm: LabelledAlarm;
  /** Those whose signal is good, in order of time. */
  readonly beats: readonly WholeBeat[];
  /** How far they are from what is usual: 0 or less for usual ones; undefined where nothing is known of the lead. */
  readonly excess: number | undefined;
}

/** What there is of one patient. */
export interface PatientBeats {
  readonly patientId: PatientId;
  /** Beats that look normal, in random order, as many as may be selected. */
  readonly usual: readonly WholeBeat[];
  readonly examples: readonly AlarmExample[];
  readonly seen: number;
  readonly omitted: OmissionCounts;
}

type CandidateKey = Readonly<Pick<StoredBeat, 'lead' | 'timeUs'>>;

const pageUs = 3_600_000_000;
const secondUs = 1_000_000;

/** Reads one patient's beats and keeps those that look normal, and those that raised labelled alarms. */
export async function collectPatient(
  repositories: SelectionSource,
  patientId: PatientId,
  settings: SelectionSettings,
): Promise<PatientBeats> {
  const alarms = await repositories.training.alarms({ patientId, ...settings });
  const labelled = new Map<string, CandidateKey[]>(
    labelledAlarms(alarms).map(({ episodeId }) => [episodeId, []]),
  );
  const alarmBeats = new AlarmBeats(alarms, settings.toUs);
  const omitted = Object.fromEntries(omissions.map((name) => [name, 0])) as Record<Omission, number>;
  const draws = new Map<string, SmallestOrders<CandidateKey>>();
  let seen = 0;
  for await (const { beats, verdictOf, seconds } of pages(repositories, patientId, settings)) {
    for (const beat of beats) {
      seen += 1;
      const { lead, timeUs } = beat;
      const omission = omissionBySignal(beat, seconds);
      const raised = alarmBeats.raisedBy(timeUs);
      if (omission === undefined)
        for (const { episodeId } of raised) labelled.get(episodeId)?.push({ lead, timeUs });
      const why =
        omission ??
        (raised.length > 0 ? 'evidence of an alarm' : undefined) ??
        (alarmBeats.isWithinTrueAlarm(timeUs) ? 'within a true alarm' : omissionByVerdict(verdictOf(beat)));
      if (why !== undefined) {
        omitted[why] += 1;
        continue;
      }
      const draw = draws.get(lead) ?? new SmallestOrders<CandidateKey>(settings.candidatesPerPatient);
      draw.offer(orderOf(settings.seed, patientId, lead, timeUs), { lead, timeUs });
      draws.set(lead, draw);
    }
  }
  const usual: WholeBeat[] = [];
  const knownLeads = new Map<string, UsualBeats>();
  for (const [lead, draw] of [...draws].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const beats = await wholeBeats(repositories, patientId, draw.items);
    omitted['samples dropped'] += draw.items.length - beats.length;
    if (beats.length < fewestBeats) {
      omitted['too few of the lead'] += beats.length;
      continue;
    }
    const known = new UsualBeats(beats, settings);
    knownLeads.set(lead, known);
    const kept = beats.filter((_, index) => known.usual[index]);
    omitted.unusual += beats.length - kept.length;
    usual.push(...kept);
  }
  const examples: AlarmExample[] = [];
  for (const alarm of labelledAlarms(alarms)) {
    const beats = await wholeBeats(repositories, patientId, labelled.get(alarm.episodeId) ?? []);
    const excesses = beats.flatMap((beat) => knownLeads.get(beat.lead)?.excessOf(beat) ?? []);
    examples.push({ alarm, beats, excess: excesses.length === 0 ? undefined : median(excesses) });
  }
  return { patientId, usual: drawn(usual, settings), examples, seen, omitted };
}

/** At most as many as are wanted of a patient, the same whatever the order. */
function drawn(beats: readonly WholeBeat[], { seed, beatsPerPatient }: SelectionSettings): WholeBeat[] {
  return beats
    .map((beat) => ({ beat, order: orderOf(seed, beat.patientId, beat.lead, beat.timeUs) }))
    .sort((a, b) => a.order - b.order)
    .slice(0, beatsPerPatient)
    .map(({ beat }) => beat);
}

interface Page {
  readonly beats: readonly { readonly lead: string; readonly timeUs: number; readonly late: boolean }[];
  readonly verdictOf: (beat: CandidateKey) => BeatVerdict | undefined;
  readonly seconds: GoodSeconds;
}

async function* pages(
  { training, waveforms }: SelectionSource,
  patientId: PatientId,
  settings: SelectionSettings,
): AsyncGenerator<Page> {
  const { fromUs: startUs, toUs: endUs, preprocessing, judgedBy, leastQualityIndex } = settings;
  for (let fromUs = startUs; fromUs < endUs; fromUs += pageUs) {
    const range = { patientId, fromUs, toUs: Math.min(endUs, fromUs + pageUs) };
    const beats = await training.beats({ ...range, preprocessing });
    if (beats.length === 0) continue;
    const [verdicts, seconds] = await Promise.all([
      training.verdicts(range, judgedBy),
      waveforms.quality({ ...range, fromUs: fromUs - 2 * secondUs, toUs: range.toUs + 2 * secondUs }),
    ]);
    const byKey = new Map(verdicts.map((verdict) => [`${verdict.timeUs} ${verdict.lead}`, verdict]));
    yield {
      beats,
      verdictOf: ({ lead, timeUs }) => byKey.get(`${timeUs} ${lead}`) ?? byKey.get(`${timeUs} `),
      seconds: new GoodSeconds(seconds, leastQualityIndex),
    };
  }
}

function omissionBySignal(
  { lead, timeUs, late }: CandidateKey & { readonly late: boolean },
  seconds: GoodSeconds,
): Omission | undefined {
  if (late) return 'late';
  return seconds.around(lead, timeUs) ? undefined : 'poor signal';
}

function omissionByVerdict(verdict: BeatVerdict | undefined): Omission | undefined {
  if (verdict?.decided !== true) return 'not judged';
  const { anomalous, ventricular, beatClass = 'N' } = verdict;
  return anomalous || ventricular || beatClass !== 'N' ? 'ectopic or anomalous' : undefined;
}

/** Beats of one statement: their samples are some 400 bytes each. */
const beatsAtOnce = 2000;

/** The beats of these keys, in order of lead and time; those whose samples are still kept. */
export async function wholeBeats(
  { training }: Pick<SelectionSource, 'training'>,
  patientId: PatientId,
  keys: readonly CandidateKey[],
): Promise<readonly WholeBeat[]> {
  const wanted = new Set(keys.map(({ lead, timeUs }) => `${timeUs} ${lead}`));
  const timesUs = [...new Set(keys.map(({ timeUs }) => timeUs))].sort((a, b) => a - b);
  const found: WholeBeat[] = [];
  for (let from = 0; from < timesUs.length; from += beatsAtOnce) {
    const beats = await training.samples(patientId, timesUs.slice(from, from + beatsAtOnce));
    for (const { samples, ...beat } of beats) {
      if (samples !== undefined && wanted.has(`${beat.timeUs} ${beat.lead}`))
        found.push({ ...beat, samples });
    }
  }
  return found.sort((a, b) => (a.lead === b.lead ? a.timeUs - b.timeUs : a.lead < b.lead ? -1 : 1));
}
