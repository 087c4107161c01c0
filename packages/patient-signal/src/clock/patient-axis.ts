/** How one lead's clock stands to the patient's time axis; plain data. */
interface LeadClock {
  /** Added to the lead's times to bring them onto the axis, microseconds; 0 for a clock that is believed. */
  shiftUs: number;
  /** Arrival of the newest live packet; 0 before the first. */
  heardUs: number;
  /** Delay of its packets on the axis, log time less patient time. */
  delayUs: number;
  /** End of its newest live second on the axis; 0 before any. */
  endUs: number;
  /** A clock that disagrees with the axis, since it does. */
  doubt: { readonly sinceUs: number; readonly delayUs: number } | undefined;
}

/** The patient's time axis: that of the current feed. Plain data. */
export interface AxisState {
  /** Counts up where the patient's times go back. */
  number: number;
  /** Log time less patient time of the feed in charge; undefined before the first packet. */
  delayUs: number | undefined;
  /** End of the newest live signal on the axis. */
  newestUs: number;
  readonly leads: Map<string, LeadClock>;
}

export const axisState = (): AxisState => ({ number: 0, delayUs: undefined, newestUs: 0, leads: new Map() });

/** Largest difference of delays on one axis: links that buffer, and clocks that nobody has set for long. */
const inLineUs = 60e6;
/** The same of two devices, beside the length of a packet: what is further apart is not decided on together. */
const alignedUs = 1e6;
/** A lead that has been heard within this time is live: longer than it takes to be certain of another's clock. */
const liveUs = 8e6;
/** Time after which a clock that disagrees, but steadily, is wrong: late data come faster than they were measured. */
const certainUs = 5e6;
const steadyUs = 2e6;
/** The alarms wait for a lead that is behind by less, and for one that has been heard within some seconds. */
const behindUs = 3e6;
const awaitedUs = 5e6;

export interface HeardPacket {
  /** Device and lead, a line each. */
  readonly key: string;
  readonly arrivalUs: number;
  /** Usual delay of the lead's packets: log time less the lead's own time. */
  readonly delayUs: number;
  /** Whether its stamps were replaced by the arrival: they say nothing of the time. */
  readonly isAnchored: boolean;
  /** Signal in the packet. */
  readonly durationUs: number;
}

/**
 * Brings a lead's clock to the patient's axis after a live packet. The first feed sets the axis. A lead that disagrees
 * while another one goes on cannot push it: its data are late until its clock has disagreed steadily for 5 s, then they
 * are shifted onto the axis. A lead of another device disagrees beyond a packet's length and a second. A clock that
 * agrees with the log takes the axis over from one that does not.
 * @returns whether the lead's data are too doubtful for a live alarm
 */
export function followAxis(state: AxisState, heard: HeardPacket): { readonly isDoubtful: boolean } {
  const { key, arrivalUs, delayUs, isAnchored, durationUs } = heard;
  const lead = leadOf(state, key);
  lead.heardUs = arrivalUs;
  const { delayUs: axisUs } = state;
  const settle = (shiftUs: number): { readonly isDoubtful: boolean } => {
    lead.shiftUs = shiftUs;
    lead.delayUs = delayUs - shiftUs;
    lead.doubt = undefined;
    state.delayUs = lead.delayUs;
    return { isDoubtful: false };
  };
  const takeOver = (): { readonly isDoubtful: boolean } => {
    // Where the other leads were says nothing of where the patient is now.
    for (const other of state.leads.values()) other.endUs = 0;
    return settle(0);
  };
  if (axisUs === undefined) return settle(0);
  const withinUs = isLive(state, heard, { isOtherDevice: true }) ? alignedUs + durationUs : inLineUs;
  for (const shiftUs of [0, lead.shiftUs]) {
    if (Math.abs(delayUs - shiftUs - axisUs) <= withinUs) return settle(shiftUs);
  }
  if (!isLive(state, heard)) return takeOver();
  if (!isAnchored && isInLine(delayUs, 0) && !isInLine(axisUs, 0)) return takeOver();
  // What was added to the clock of before says nothing of this one.
  lead.shiftUs = 0;
  lead.delayUs = delayUs;
  if (lead.doubt === undefined || Math.abs(delayUs - lead.doubt.delayUs) > steadyUs) {
    lead.doubt = { sinceUs: arrivalUs, delayUs };
  }
  if (arrivalUs - lead.doubt.sinceUs < certainUs) return { isDoubtful: true };
  return settle(Math.round(delayUs - axisUs));
}

/** Records a lead's live second up to `endUs` on the axis; a new axis begins where all live leads have gone back. */
export function advanceAxis(state: AxisState, key: string, endUs: number): void {
  const lead = leadOf(state, key);
  lead.endUs = endUs;
  let nowUs = endUs;
  for (const other of state.leads.values()) {
    const isAwaited = other.doubt === undefined && Math.abs(lead.heardUs - other.heardUs) <= awaitedUs;
    if (isAwaited) nowUs = Math.max(nowUs, other.endUs);
  }
  if (nowUs < state.newestUs - behindUs) state.number += 1;
  else nowUs = Math.max(nowUs, state.newestUs);
  state.newestUs = nowUs;
}

/** How far the axis is behind the log, microseconds; undefined within a minute. */
export const behindLogUs = ({ delayUs }: AxisState): number | undefined =>
  delayUs === undefined || isInLine(delayUs, 0) ? undefined : Math.round(delayUs);

function leadOf(state: AxisState, key: string): LeadClock {
  const known = state.leads.get(key);
  if (known !== undefined) return known;
  const begun: LeadClock = { shiftUs: 0, heardUs: 0, delayUs: 0, endUs: 0, doubt: undefined };
  state.leads.set(key, begun);
  return begun;
}

const isInLine = (delayUs: number, axisUs: number): boolean => Math.abs(delayUs - axisUs) <= inLineUs;

/** Whether another lead, or one of another device, is live and in line with the axis. */
function isLive(
  { leads, delayUs: axisUs = 0 }: AxisState,
  { key, arrivalUs }: HeardPacket,
  { isOtherDevice = false } = {},
): boolean {
  for (const [other, { heardUs, delayUs, doubt }] of leads) {
    if (other === key || doubt !== undefined || heardUs === 0) continue;
    if (isOtherDevice && deviceOf(other) === deviceOf(key)) continue;
    if (Math.abs(arrivalUs - heardUs) <= liveUs && isInLine(delayUs, axisUs)) return true;
  }
  return false;
}

/** The part of a lead's key that names its device. */
const deviceOf = (key: string): string => key.slice(0, key.indexOf('\n'));
