import type { Beat, SignalSecond } from '@beatwatch/contracts';
import type { PatientMonitorState } from './patient-state.ts';

type Devices = NonNullable<PatientMonitorState['devices']>;

/** Time without a second of the device that speaks after which another one speaks for the lead. */
const gapUs = 2_000_000;
/** Times that lie further back are of a clock that was set back, where the data tell no time axis. */
const setBackUs = 300_000_000;

/**
 * Whether alarms may follow from what a device shows of a lead. Two devices may name their leads alike: their beats, some
 * milliseconds apart, would be one fast heart.
 */
export function speaks(
  devices: Devices = {},
  { lead, deviceId, endTimeUs }: Pick<Beat | SignalSecond, 'lead' | 'deviceId' | 'endTimeUs'>,
): boolean {
  const speaking = devices[lead];
  if (speaking === undefined || speaking.deviceId === deviceId) return true;
  const sinceUs = endTimeUs - speaking.untilUs;
  return sinceUs > gapUs || sinceUs < -setBackUs;
}

/** The devices after a second of one that may speak. */
export const withSpeaker = (devices: Devices = {}, { lead, deviceId, endTimeUs }: SignalSecond): Devices => ({
  ...devices,
  [lead]: {
    deviceId,
    untilUs: Math.max(endTimeUs, devices[lead]?.deviceId === deviceId ? devices[lead].untilUs : 0),
  },
});
