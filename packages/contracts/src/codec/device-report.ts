import { absences, activities, postures, type DeviceReport } from '../device-report.ts';
import { inRange, invalidField, oneOf } from '../fields.ts';
import type { DeviceReport as ReportMessage } from '../generated/beatwatch/v1/stream_pb.ts';

const mostPulses = 1000;

/**
 * Reads what a device says beside its samples.
 * @param packetUs length of the packet that it came with
 * @throws ContractError naming the field, what was found and what was expected
 */
export function readReport(message: ReportMessage, packetUs: number): DeviceReport {
  const { batteryPercent, absence, activity, posture, pacingPulsesUs } = message;
  return {
    ...(batteryPercent !== undefined && {
      batteryPercent: inRange('report.batteryPercent', batteryPercent, 0, 100),
    }),
    ...(absence !== '' && { absence: oneOf('report.absence', absence, absences) }),
    ...(activity !== '' && { activity: oneOf('report.activity', activity, activities) }),
    ...(posture !== '' && { posture: oneOf('report.posture', posture, postures) }),
    ...(pacingPulsesUs.length > 0 && { pacingPulsesUs: readPulses(pacingPulsesUs, packetUs) }),
  };
}

function readPulses(pulsesUs: readonly number[], packetUs: number): readonly number[] {
  const field = 'report.pacingPulsesUs';
  inRange(`${field}.length`, pulsesUs.length, 0, mostPulses);
  for (const [index, pulseUs] of pulsesUs.entries()) {
    inRange(`${field}[${index}]`, pulseUs, 0, packetUs);
    if (pulseUs < (pulsesUs[index - 1] ?? 0))
      throw invalidField(`${field}[${index}]`, pulseUs, 'pulses in order of time');
  }
  return [...pulsesUs];
}
