import {
  initialLeadState,
  type KnownSecond,
  type LeadBeat,
  type LeadState,
  type MonitorState,
  type QueuedObservation,
} from '../state.ts';

/**
 * Puts the observations of a patient's leads into one order that depends on their own times alone, not on which lead's
 * packets came first: a second is decided on once every lead has told its own. A lead that stays behind by more than the
 * lag is not waited for.
 */
export type Timeline = Pick<MonitorState, 'leads' | 'startUs' | 'decidedUs'>;

/** What one lead adds to a step: its next second, and the beats that were known before that second. */
export interface LeadStep {
  readonly beats: readonly LeadBeat[];
  readonly second: KnownSecond;
}

export interface TimelineStep {
  readonly endTimeUs: number;
  readonly leads: Readonly<Record<string, LeadStep>>;
  /** The timeline after the step. */
  readonly after: Timeline;
}

/** Leads of a patient that are kept: more than devices have. */
const mostLeads = 32;
/** Seconds of leads that end this close together are one second of the patient. */
const sameSecondUs = 750_000;

const newestOf = (leads: Timeline['leads']): number =>
  Math.max(0, ...Object.values(leads).map(({ newestUs }) => newestUs));

/** @returns the same timeline where the second is a repeat */
export function withSecondArrived<State extends Timeline>(
  state: State,
  lead: string,
  second: KnownSecond,
  lagUs: number,
): State {
  const before = state.leads[lead] ?? initialLeadState;
  if (second.endTimeUs <= before.newestUs) return state;
  const startUs = startWith(state, second, lagUs);
  const isStarting = second.endTimeUs <= startUs + lagUs;
  const joins = second.timeUs - before.newestUs > lagUs;
  const joinsAfterUs = joins ? (isStarting ? 0 : second.endTimeUs + lagUs) : before.joinsAfterUs;
  const after = {
    ...before,
    newestUs: second.endTimeUs,
    joinsAfterUs,
    queue: queueWith(before.queue, second, { decidedUs: state.decidedUs, joinsAfterUs }),
  };
  return { ...state, startUs, leads: fewLeads({ ...state.leads, [lead]: after }) };
}

/** The leads without the one unheard for longest where there are too many. */
function fewLeads(leads: Timeline['leads']): Timeline['leads'] {
  const all = Object.entries(leads);
  if (all.length <= mostLeads) return leads;
  const [oldest] = all.reduce((a, b) => (b[1].newestUs < a[1].newestUs ? b : a));
  return Object.fromEntries(all.filter(([name]) => name !== oldest));
}

/** Start of the signal, which begins anew after a gap in all leads. */
function startWith({ leads, startUs, decidedUs }: Timeline, { timeUs }: KnownSecond, lagUs: number): number {
  if (timeUs - newestOf(leads) > lagUs) return timeUs;
  return decidedUs > startUs ? startUs : Math.min(startUs, timeUs);
}

function queueWith(
  queue: LeadState['queue'],
  second: KnownSecond,
  { decidedUs, joinsAfterUs }: { readonly decidedUs: number; readonly joinsAfterUs: number },
): LeadState['queue'] {
  if (second.endTimeUs <= decidedUs) return [];
  return second.endTimeUs <= joinsAfterUs ? queue : [...queue, { kind: 'second', second }];
}

/** @returns the same timeline where the beat is a repeat */
export function withBeatArrived<State extends Timeline>(state: State, lead: string, beat: LeadBeat): State {
  const before = state.leads[lead] ?? initialLeadState;
  if (beat.timeUs <= before.lastBeatTimeUs) return state;
  const takesPart = before.newestUs > before.joinsAfterUs;
  const after = {
    ...before,
    lastBeatTimeUs: beat.timeUs,
    queue: takesPart ? [...before.queue, { kind: 'beat', beat } as const] : before.queue,
  };
  return { ...state, leads: { ...state.leads, [lead]: after } };
}

/** @returns undefined while a lead that is not behind by the lag has still to tell its second */
export function nextStep({ leads, startUs, decidedUs }: Timeline, lagUs: number): TimelineStep | undefined {
  const newestUs = newestOf(leads);
  if (newestUs < startUs + lagUs) return undefined;
  const heads = Object.entries(leads).map(([name, lead]) => ({
    name,
    lead,
    second: firstSecond(lead.queue),
  }));
  const firstEndUs = Math.min(...heads.map(({ second }) => second?.endTimeUs ?? Infinity));
  if (firstEndUs === Infinity) return undefined;
  const isMissing = heads.some(
    ({ lead, second }) =>
      second === undefined && newestUs - lead.newestUs <= lagUs && lead.joinsAfterUs < firstEndUs,
  );
  if (isMissing) return undefined;
  const steps: Record<string, LeadStep> = {};
  const after: Record<string, LeadState> = { ...leads };
  let endTimeUs = decidedUs;
  for (const { name, lead, second } of heads) {
    if (second === undefined || second.endTimeUs >= firstEndUs + sameSecondUs) continue;
    const count = lead.queue.findIndex(({ kind }) => kind === 'second');
    const beats = lead.queue.slice(0, count).flatMap((one) => (one.kind === 'beat' ? [one.beat] : []));
    steps[name] = { beats, second };
    after[name] = { ...lead, queue: lead.queue.slice(count + 1) };
    endTimeUs = Math.max(endTimeUs, second.endTimeUs);
  }
  return { endTimeUs, leads: steps, after: { leads: after, startUs, decidedUs: endTimeUs } };
}

function firstSecond(queue: readonly QueuedObservation[]): KnownSecond | undefined {
  const first = queue.find(({ kind }) => kind === 'second');
  return first?.kind === 'second' ? first.second : undefined;
}
