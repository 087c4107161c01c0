import type { SignalSecond } from '@beatwatch/contracts';
import type { AlarmSettings } from './settings.ts';
import type { JudgedBeat, KnownBeat, KnownSecond, MonitorState } from './state.ts';

/** Longer than any window of seconds, and than a beat that waits. */
const keptSeconds = 16;
/** Longer than any window of beats. */
const keptBeats = 24;
/** Seconds that follow one another may be so far apart while the device's clock is being followed. */
const joinUs = 100_000;
/** A beat's shape begins so long before its R peak. */
const shapeBeforeUs = 250_000;

/** How far a beat is beyond the patient's threshold. */
function strengthOf({ loss, threshold }: JudgedBeat): number {
  if (threshold === undefined) return 0;
  return threshold > 0 ? loss / threshold : Number.MAX_VALUE;
}

export function knownBeat(beat: JudgedBeat): KnownBeat {
  const { timeUs, endTimeUs, rrIntervalMs, loss, threshold, anomalous, ventricular, calmBelow } = beat;
  const calm = !anomalous && (calmBelow === undefined || loss < calmBelow);
  return {
    timeUs,
    endTimeUs,
    rrIntervalMs,
    loss,
    ...(threshold === undefined ? {} : { threshold }),
    anomalous,
    calm,
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
    clear: qualityIndex >= poorSignal.calmIndex,
    leadOff: faults.some((fault) => fault === 'lead-off' || fault === 'flat'),
    hasSignal: !faults.some((fault) => fault === 'lead-off' || fault === 'flat' || fault === 'saturation'),
    qualityIndex,
    fibrillationIndex,
  };
}

/** Nothing that came before belongs to what comes now. */
export const withBreak = (state: MonitorState): MonitorState => ({
  ...state,
  waiting: [],
  beats: [],
  seconds: [],
  usableSinceUs: 0,
});

/** The device's clock was set back: what is open stays so, on the new axis. */
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
  const holeUs = last === undefined ? 0 : known.timeUs - last.endTimeUs;
  const before = holeUs > settings.signal.gapMs * 1000 ? withBreak(state) : state;
  const joins = before.usableSinceUs > 0 && holeUs <= joinUs;
  return {
    ...before,
    lead: second.lead,
    newestUs: Math.max(before.newestUs, known.endTimeUs),
    lastSecondEndUs: known.endTimeUs,
    seconds: [...before.seconds.slice(1 - keptSeconds), known],
    usableSinceUs: known.usable ? (joins ? before.usableSinceUs : known.timeUs) : 0,
  };
}

/** Beats in a row: one after a hole begins a new row. */
export function withBeat(state: MonitorState, beat: KnownBeat, { signal }: AlarmSettings): MonitorState {
  const last = state.beats.at(-1);
  const joins = last !== undefined && beat.timeUs - last.endTimeUs <= signal.gapMs * 1000;
  return { ...state, beats: [...(joins ? state.beats.slice(1 - keptBeats) : []), beat] };
}

/** Whether every known second that the beat overlaps is usable, and those right before and after it. */
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
