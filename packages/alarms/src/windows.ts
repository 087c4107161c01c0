import type { SignalSecond } from '@beatwatch/contracts';
import type { AlarmSettings } from './settings.ts';
import type { JudgedBeat, KnownBeat, KnownSecond, MonitorState } from './state.ts';

/** More than any window of seconds, and than the wait of a beat. */
const keptSeconds = 16;
/** More than any window of beats. */
const keptBeats = 24;
/** Largest distance of consecutive seconds: they drift apart while the device's clock is being followed. */
const joinUs = 100_000;
/** Start of a beat's shape before its R peak. */
const shapeBeforeUs = 250_000;

/** Anomaly score over threshold. */
function strengthOf({ anomalyScore, threshold }: JudgedBeat): number {
  if (threshold === undefined) return 0;
  return threshold > 0 ? anomalyScore / threshold : Number.MAX_VALUE;
}

export function knownBeat(beat: JudgedBeat): KnownBeat {
  const { timeUs, endTimeUs, rrIntervalMs, anomalyScore, threshold, clearThreshold, anomalous, ventricular } =
    beat;
  const clear = !anomalous && (clearThreshold === undefined || anomalyScore < clearThreshold);
  return {
    timeUs,
    endTimeUs,
    rrIntervalMs,
    anomalyScore,
    ...(threshold === undefined ? {} : { threshold }),
    anomalous,
    clear,
    ventricular,
    strength: beat.strength ?? strengthOf(beat),
  };
}

function knownSecond(second: SignalSecond, { signal, poorSignal }: AlarmSettings): KnownSecond {
  const { timeUs, endTimeUs, qualityIndex, faults, fibrillationIndex } = second;
  return {
    timeUs,
    endTimeUs,
    usable: qualityIndex >= signal.usableIndex,
    clear: qualityIndex >= poorSignal.clearIndex,
    leadOff: faults.some((fault) => fault === 'lead-off' || fault === 'flat'),
    hasSignal: !faults.some((fault) => fault === 'lead-off' || fault === 'flat' || fault === 'saturation'),
    qualityIndex,
    fibrillationIndex,
  };
}

/** Empties all windows: earlier data do not continue into the next. */
export const withBreak = (state: MonitorState): MonitorState => ({
  ...state,
  waiting: [],
  beats: [],
  seconds: [],
  usableSinceUs: 0,
});

/** A new state after the device's clock was set back: open alarms stay open, on the new time axis. */
export function onNewAxis(state: MonitorState, initial: MonitorState, timeUs: number): MonitorState {
  const open = Object.fromEntries(
    Object.entries(state.open).map(([kind, alarm]) => {
      const acknowledgedUs = alarm.acknowledgedUs === undefined ? {} : { acknowledgedUs: timeUs };
      return [kind, { ...alarm, sinceUs: timeUs, ...acknowledgedUs }];
    }),
  );
  return { ...initial, open };
}

export function withSecond(state: MonitorState, second: SignalSecond, settings: AlarmSettings): MonitorState {
  const known = knownSecond(second, settings);
  const last = state.seconds.at(-1);
  const gapUs = last === undefined ? 0 : known.timeUs - last.endTimeUs;
  const before = gapUs > settings.signal.gapMs * 1000 ? withBreak(state) : state;
  const joins = before.usableSinceUs > 0 && gapUs <= joinUs;
  return {
    ...before,
    lead: second.lead,
    newestUs: Math.max(before.newestUs, known.endTimeUs),
    lastSecondEndUs: known.endTimeUs,
    seconds: [...before.seconds.slice(1 - keptSeconds), known],
    usableSinceUs: known.usable ? (joins ? before.usableSinceUs : known.timeUs) : 0,
  };
}

/** Appends to the consecutive beats; a beat after a gap starts them anew. */
export function withBeat(state: MonitorState, beat: KnownBeat, { signal }: AlarmSettings): MonitorState {
  const last = state.beats.at(-1);
  const joins = last !== undefined && beat.timeUs - last.endTimeUs <= signal.gapMs * 1000;
  return { ...state, beats: [...(joins ? state.beats.slice(1 - keptBeats) : []), beat] };
}

/** Whether all known seconds under the beat, right before it and right after it are usable. */
export const isUsable = (
  beat: KnownBeat,
  { seconds }: Pick<MonitorState, 'seconds'>,
  { signal }: AlarmSettings,
): boolean =>
  seconds.every(
    ({ timeUs, endTimeUs, usable }) =>
      usable ||
      endTimeUs <= beat.timeUs - shapeBeforeUs - signal.distrustMs * 1000 ||
      timeUs >= beat.endTimeUs + signal.settleMs * 1000,
  );
