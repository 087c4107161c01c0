import { ContractError, type Packet } from '@beatwatch/contracts';
import { durationUsOf } from './packet-duration.ts';
import { oldHours, spendOldHour, type OldHours } from './old-hours.ts';
import { followStanding, standsStill, type StandingStamp } from './standing.ts';

/** What is known of the stamps of one lead; plain data. */
interface LeadStamps {
  readonly deviceId: string;
  /** Added to stamps that cannot be right, microseconds; undefined before the first of them. */
  anchorUs: number | undefined;
  /** Time of the last sample so far, as corrected. */
  lastUs: number | undefined;
  /** Absent in the state of an earlier version. */
  standing?: StandingStamp;
}

/** Stamps of all leads of a patient; plain data. */
export interface StampState {
  readonly leads: Map<string, LeadStamps>;
  readonly oldHours: OldHours;
}

export const stampState = (): StampState => ({ leads: new Map(), oldHours: oldHours() });

/** Stamps before 2001-09-10 are of clocks that were never set. */
const earliestUs = 1e15 + 86_400e6;
/** A sample is measured before it is sent: beyond this, clocks do not merely disagree. */
const furthestAheadUs = 86_400e6;
/** An anchored clock that runs ahead of the log by more is anchored anew; one that falls behind may be late data. */
const anchorAheadUs = 10e6;
const anchorBehindUs = 86_400e6;
/** Difference to the arrival up to which a packet follows the one before, or counts with another lead. */
const joinUs = 2e6;

export interface StampedPacket {
  readonly packet: Packet;
  /** What was added to the stamp; 0 for a stamp that is believed. */
  readonly anchoredUs: number;
}

interface OtherLead {
  readonly deviceId: string;
  readonly lead: LeadStamps;
  readonly stampUs: number;
  readonly measuredUs: number;
}

interface Arrived {
  readonly key: string;
  readonly packet: Packet;
  readonly arrivalUs: number;
  /** Usual delay of the lead's packets from measurement to the log; undefined before the first. */
  readonly usualDelayUs: number | undefined;
}

/**
 * Replaces a stamp that cannot be right: of a clock that was never set or stands still, more than a day after the packet
 * arrived, or of one more hour of the distant past than a patient may have. Such a clock is anchored where its packet arrived, and
 * counts on from there as long as it agrees with the arrivals: the patient is judged by what arrives.
 */
export function correctStamp(
  state: StampState,
  { key, packet, arrivalUs, usualDelayUs }: Arrived,
): StampedPacket {
  const { lastSampleTimeUs: stampUs, deviceId } = packet;
  const known = state.leads.get(key);
  const lead = known ?? { deviceId, anchorUs: undefined, lastUs: undefined };
  if (known === undefined) state.leads.set(key, lead);
  lead.standing = followStanding(lead.standing, packet);
  const isBelieved = isPossible(stampUs, arrivalUs) && !standsStill(lead.standing);
  if (isBelieved && spendOldHour(state.oldHours, stampUs, arrivalUs)) {
    lead.lastUs = stampUs;
    return { packet, anchoredUs: 0 };
  }
  const measuredUs = arrivalUs - likelyDelayUs(usualDelayUs);
  const anchorUs =
    countingOn(lead, packet, arrivalUs) ??
    following(lead, packet, measuredUs) ??
    ofOtherLead(state, { deviceId, lead, stampUs, measuredUs }) ??
    measuredUs - stampUs;
  lead.anchorUs = anchorUs;
  lead.lastUs = stampUs + anchorUs;
  return { packet: { ...packet, lastSampleTimeUs: lead.lastUs }, anchoredUs: anchorUs };
}

/**
 * Beats that their producer cut come without the signal that could be put where it arrived.
 * @throws ContractError where they end more than a day after the log received them
 */
export function requireMeasuredBefore(endTimeUs: number, arrivalUs: number | undefined): void {
  if (arrivalUs === undefined || endTimeUs <= arrivalUs + furthestAheadUs) return;
  const expected = `a time up to a day after the message arrived, ${arrivalUs}`;
  throw new ContractError({ field: 'endTimeUs', found: endTimeUs, expected }, { code: 'invalid-field' });
}

/** Whether a device that is merely not set exactly could have measured at this time what arrived then. */
export const isPossible = (stampUs: number, arrivalUs: number): boolean =>
  stampUs >= earliestUs && stampUs <= arrivalUs + furthestAheadUs;

/** A delay of more than a minute speaks of another clock, not of the way. */
const likelyDelayUs = (usualUs: number | undefined): number =>
  usualUs !== undefined && usualUs >= 0 && usualUs <= 60e6 ? Math.round(usualUs) : 0;

/** The anchor so far where the clock counts on from it; undefined for one that stands still or was set again. */
function countingOn(
  { anchorUs, lastUs = 0 }: LeadStamps,
  { samples, samplingRateHz, lastSampleTimeUs: stampUs }: Packet,
  arrivalUs: number,
): number | undefined {
  if (anchorUs === undefined) return undefined;
  const isMoving = Math.abs(stampUs + anchorUs - lastUs) >= (samples.length * 0.5e6) / samplingRateHz;
  const behindUs = arrivalUs - stampUs - anchorUs;
  return isMoving && behindUs >= -anchorAheadUs && behindUs <= anchorBehindUs ? anchorUs : undefined;
}

/** The anchor of another lead of the device, whose leads then stay together. */
const ofOtherLead = (
  { leads }: StampState,
  { deviceId, lead, stampUs, measuredUs }: OtherLead,
): number | undefined =>
  [...leads.values()]
    .filter((other) => other !== lead && other.deviceId === deviceId)
    .map(({ anchorUs }) => anchorUs)
    .find((anchorUs) => anchorUs !== undefined && Math.abs(stampUs + anchorUs - measuredUs) <= joinUs);

/** What makes the packet follow the one before without a gap; undefined where the arrival speaks against it. */
function following({ lastUs }: LeadStamps, packet: Packet, measuredUs: number): number | undefined {
  if (lastUs === undefined) return undefined;
  const nextUs = lastUs + Math.round(durationUsOf(packet));
  return Math.abs(nextUs - measuredUs) <= joinUs ? nextUs - packet.lastSampleTimeUs : undefined;
}
