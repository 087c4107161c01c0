import type { Observation, Packet, PacketOrigin } from '@beatwatch/contracts';
import type { LeadEvent, LeadOutput, LeadPipeline } from '@beatwatch/ecg';
import type { SignalGap } from '@beatwatch/timescale';
import { gapsOf } from '../gaps.ts';
import { durationUsOf } from './packet-duration.ts';
import { advanceAxis, behindLogUs, followAxis } from './patient-axis.ts';
import type { PatientClock } from './patient-clock.ts';
import { correctStamp, isPossible } from './stamps.ts';

/** What a packet adds, on the patient's time axis. */
export interface PatientOutput extends LeadOutput {
  readonly gaps: readonly SignalGap[];
}

interface ArrivedLead {
  /** Place of the packet among those of the patient. */
  readonly number: number;
  readonly key: string;
  readonly packet: Packet;
  readonly arrivalUs: number | undefined;
  readonly pipeline: LeadPipeline;
}

/** Log times before 2001 are of a log whose own clock was never set. */
const earliestLogUs = 1e15;
/** Least change of a correction that is noted, and least time between two notes of one lead. */
const noteFromUs = 1e6;
const noteEveryUs = 60e6;

/** Pushes a packet through its lead's pipeline and brings what comes out onto the patient's time axis. */
export function onAxis(
  clock: PatientClock,
  { number, key, packet, arrivalUs, pipeline }: ArrivedLead,
): PatientOutput {
  const origin = originOf(packet, number, arrivalUs);
  if (arrivalUs === undefined || arrivalUs < earliestLogUs) {
    const { events, ...output } = pipeline.push({ ...packet, origin });
    return { ...output, events, gaps: gapsOf(packet, events) };
  }
  const { usualDelayUs } = pipeline;
  const stamped = correctStamp(clock.stamps, { key, packet, arrivalUs, usualDelayUs });
  const output = pipeline.push({ ...stamped.packet, origin }, arrivalUs);
  const beforeUs = clock.axis.leads.get(key)?.shiftUs ?? 0;
  const delayUs = pipeline.usualDelayUs;
  const isAnchored = stamped.anchoredUs !== 0;
  const { isDoubtful } =
    delayUs === undefined || output.events.some(isBehind)
      ? { isDoubtful: false }
      : followAxis(clock.axis, { key, arrivalUs, delayUs, isAnchored, durationUs: durationUsOf(packet) });
  const shiftUs = clock.axis.leads.get(key)?.shiftUs ?? 0;
  const shift = shiftOf(output.events, { beforeUs, afterUs: shiftUs, arrivalUs });
  const correctedUs = stamped.anchoredUs + shiftUs;
  return {
    chunks: output.chunks.map((chunk) => ({
      ...chunk,
      firstSampleTimeUs: chunk.firstSampleTimeUs + shift(chunk.firstSampleTimeUs),
    })),
    observations: output.observations.map((one) => {
      const observation = shifted(one, shift, isDoubtful);
      advanceBy(clock, key, observation);
      return withAxis(observation, clock, correctedUs);
    }),
    events: output.events,
    gaps: [
      ...gapsOf(packet, output.events).map((gap) => ({
        ...gap,
        fromUs: gap.fromUs + shift(gap.fromUs),
        toUs: gap.toUs + shift(gap.toUs),
      })),
      ...noteOf(clock, { key, correctedUs, shiftUs, arrivalUs, packet: stamped.packet }),
    ],
  };
}

const originOf = (
  { lastSampleTimeUs, sequence, samples, late }: Packet,
  number: number,
  arrivalUs: number | undefined,
): PacketOrigin => ({
  number,
  ...(arrivalUs !== undefined && { arrivalUs }),
  lastSampleTimeUs,
  ...(sequence !== undefined && { sequence }),
  sampleCount: samples.length,
  ...(late && { late }),
});

/** The packet lies before the live signal: it says nothing of the lead's clock. */
const isBehind = ({ kind }: LeadEvent): boolean => kind === 'late' || kind === 'duplicate';

interface Shifts {
  readonly beforeUs: number;
  readonly afterUs: number;
  readonly arrivalUs: number;
}

/**
 * What to add to the lead's times: the shift before for what ended with the old clock, the new one from there on; nothing
 * where it would make them impossible, as it may for what comes late from another clock.
 */
function shiftOf(
  events: LeadOutput['events'],
  { beforeUs, afterUs, arrivalUs }: Shifts,
): (timeUs: number) => number {
  const boundary = events.find((event) => 'fromUs' in event);
  const isOfBefore = (timeUs: number): boolean =>
    boundary !== undefined &&
    'fromUs' in boundary &&
    Math.abs(timeUs - boundary.fromUs) < Math.abs(timeUs - boundary.timeUs);
  return (timeUs) => {
    const byUs = beforeUs !== afterUs && isOfBefore(timeUs) ? beforeUs : afterUs;
    return isPossible(timeUs + byUs, arrivalUs) ? byUs : 0;
  };
}

function shifted(
  observation: Observation,
  shift: (timeUs: number) => number,
  isDoubtful: boolean,
): Observation {
  const late = isDoubtful ? { late: true as const } : {};
  if (observation.kind === 'beat') {
    const { beat } = observation;
    return { kind: 'beat', beat: { ...beat, ...moved(beat, shift), ...late } };
  }
  const { second } = observation;
  return { kind: 'second', second: { ...second, ...moved(second, shift), ...late } };
}

function moved(
  { timeUs, endTimeUs }: { readonly timeUs: number; readonly endTimeUs: number },
  shift: (timeUs: number) => number,
): { timeUs: number; endTimeUs: number } {
  const byUs = shift(timeUs);
  return { timeUs: timeUs + byUs, endTimeUs: endTimeUs + byUs };
}

/** Seconds alone advance the axis: they come in order, beats may be found later. */
function advanceBy({ axis }: PatientClock, key: string, observation: Observation): void {
  if (observation.kind === 'beat' || observation.second.late === true) return;
  advanceAxis(axis, key, observation.second.endTimeUs);
}

function withAxis(observation: Observation, { axis }: PatientClock, correctedUs: number): Observation {
  if (observation.kind === 'beat') return { kind: 'beat', beat: { ...observation.beat, axis: axis.number } };
  const behindUs = behindLogUs(axis);
  const second = {
    ...observation.second,
    axis: axis.number,
    ...(correctedUs !== 0 && { shiftUs: correctedUs }),
    ...(behindUs !== undefined && { behindLogUs: behindUs }),
  };
  return { kind: 'second', second };
}

interface Noted {
  readonly key: string;
  readonly correctedUs: number;
  readonly shiftUs: number;
  readonly arrivalUs: number;
  /** With the stamp that its pipeline has seen. */
  readonly packet: Packet;
}

/** A row that says that a wrong clock was corrected from here on, or is believed again. */
function noteOf(
  { notes }: PatientClock,
  { key, correctedUs, shiftUs, arrivalUs, packet }: Noted,
): SignalGap[] {
  const note = notes.get(key) ?? { correctedUs: 0, endUs: 0, notedUs: 0 };
  note.heardUs = arrivalUs;
  notes.set(key, note);
  const { patientId, deviceId, lead, samplingRateHz, samples, lastSampleTimeUs } = packet;
  const endUs = lastSampleTimeUs + shiftUs;
  // A packet of another clock that still waits for its place.
  if (!isPossible(endUs, arrivalUs)) return [];
  const toUs = Math.round(endUs - ((samples.length - 1) * 1e6) / samplingRateHz);
  const fromUs = note.endUs === 0 ? toUs : note.endUs;
  note.endUs = endUs;
  const isChanged = Math.abs(correctedUs - note.correctedUs) >= noteFromUs;
  if (!isChanged || Math.abs(toUs - note.notedUs) < noteEveryUs) return [];
  note.correctedUs = correctedUs;
  note.notedUs = toUs;
  return [{ patientId, deviceId, lead, fromUs, toUs, reason: 'clock-wrong' }];
}
