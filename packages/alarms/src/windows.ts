import { ectopyWindowUs } from './conditions/ectopy.ts';
import { jointSecond } from './leads/joint-second.ts';
import { isPresent, keptSeconds, withLeadStep } from './leads/lead-windows.ts';
import type { TimelineStep } from './leads/timeline.ts';
import type { AlarmSettings } from './settings.ts';
import type { KnownBeat, MonitorState } from './state.ts';

/** More than any window of beats. */
const keptBeats = 24;
/** More than limits of ectopic beats a minute need. */
const keptVentricular = 40;

/** A new state where the patient's times go back: open alarms and limits stay, on the new time axis. */
export function onNewAxis(state: MonitorState, initial: MonitorState, timeUs: number): MonitorState {
  // Data have arrived: an open no-data alarm ends with the first of them.
  const noDataUntilUs = state.open['no-data'] === undefined ? 0 : timeUs;
  const open = Object.fromEntries(
    Object.entries(state.open).map(([kind, alarm]) => {
      const acknowledgedUs = alarm.acknowledgedUs === undefined ? {} : { acknowledgedUs: timeUs };
      const { waitsSinceUs: _, ...same } = alarm;
      return [kind, { ...same, sinceUs: timeUs, ...acknowledgedUs }];
    }),
  );
  const { limits } = state;
  return { ...initial, open, noDataUntilUs, ...(limits !== undefined && { limits }) };
}

/** The state once a second has ended in every lead; no window reaches over a gap in all of them. */
export function withStep(state: MonitorState, step: TimelineStep, settings: AlarmSettings): MonitorState {
  const leads = { ...step.after.leads };
  for (const [name, ofLead] of Object.entries(step.leads)) {
    const lead = leads[name];
    if (lead !== undefined) leads[name] = withLeadStep(lead, ofLead, settings);
  }
  const present = Object.values(leads).filter((lead) => isPresent(lead, step.endTimeUs));
  const second = jointSecond(present);
  if (second === undefined) return { ...state, ...step.after };
  const last = state.seconds.at(-1);
  const isBroken = last !== undefined && second.timeUs - last.endTimeUs > settings.signal.gapMs * 1000;
  const { startUs, decidedUs } = step.after;
  if (isBroken) return { ...state, startUs, decidedUs, leads, waiting: [], beats: [], seconds: [second] };
  const seconds = [...state.seconds.slice(1 - keptSeconds), second];
  return { ...state, startUs, decidedUs, leads, seconds };
}

const joins = (beats: readonly KnownBeat[], beat: KnownBeat, { signal }: AlarmSettings): boolean => {
  const last = beats.at(-1);
  return last !== undefined && beat.timeUs - last.endTimeUs <= signal.gapMs * 1000;
};

/** The consecutive beats with one more; a beat after a gap starts them anew. */
export const joinedBeats = (
  beats: readonly KnownBeat[],
  beat: KnownBeat,
  settings: AlarmSettings,
): readonly KnownBeat[] => (joins(beats, beat, settings) ? [...beats.slice(1 - keptBeats), beat] : [beat]);

/** Appends to the consecutive beats and remembers the ventricular ones. */
export function withBeat(state: MonitorState, beat: KnownBeat, settings: AlarmSettings): MonitorState {
  const fromUs = beat.timeUs - ectopyWindowUs;
  const sinceUs = joins(state.beats, beat, settings) ? state.beatsSinceUs : beat.timeUs;
  const times = state.ventricularTimesUs.filter((timeUs) => timeUs > fromUs);
  return {
    ...state,
    beats: joinedBeats(state.beats, beat, settings),
    beatsSinceUs: sinceUs,
    ventricularTimesUs: beat.ventricular ? [...times, beat.timeUs].slice(-keptVentricular) : times,
  };
}
