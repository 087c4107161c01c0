import type { DeviceId, Packet, PatientId } from '@beatwatch/contracts';
import { sampleTimeUs } from '@beatwatch/ecg';
import { optionInRange } from '../errors.ts';
import { lastBegan, timesBegun } from '../script/occurrences.ts';
import { eventsOf, type ScriptEvent } from '../script/script.ts';
import type { SampleSource } from './signal.ts';

export interface WearableOptions {
  readonly patientId: PatientId;
  readonly deviceId: DeviceId;
  readonly source: SampleSource;
  readonly startTimeUs: number;
  /** Length of a packet; rounded to whole samples. */
  readonly packetMs: number;
  /** Only drop-outs, clock jumps, duplicates and reorderings matter here; the source follows the other kinds. */
  readonly script: readonly ScriptEvent[];
}

/** Sensor that sends packets of one lead over a faulty link. */
export interface Wearable {
  /** Epoch time at which the next packet is complete, without clock jumps. */
  readonly dueUs: number;
  /** Completes the next packet. @returns the packets that arrive then: none, one or several */
  next(): readonly Packet[];
}

/** @throws SimulatorError unless a packet has 1 to 20,000 samples */
export function createWearable(options: WearableOptions): Wearable {
  const { patientId, deviceId, source, startTimeUs, script } = options;
  const { lead, samplingRateHz, microvoltsPerCount } = source;
  const packetSamples = optionInRange(
    'samples in a packet (packetMs x samplingRateHz)',
    Math.round((options.packetMs / 1000) * samplingRateHz),
    1,
    20_000,
  );
  const link = createLink(script, packetSamples / samplingRateHz);
  const clockJumps = eventsOf(script, 'clock-jump');
  const timeUsOf = (sample: number): number => sampleTimeUs(startTimeUs, sample, samplingRateHz);
  let packetIndex = 0;
  return {
    get dueUs() {
      return timeUsOf((packetIndex + 1) * packetSamples);
    },
    next: () => {
      const lastSample = (packetIndex + 1) * packetSamples - 1;
      const seconds = lastSample / samplingRateHz;
      const clockErrorUs = clockJumps.reduce(
        (sum, jump) => sum + timesBegun(jump, seconds) * Math.round(jump.bySeconds * 1e6),
        0,
      );
      const packet: Packet = {
        patientId,
        deviceId,
        lead,
        sequence: packetIndex % 2 ** 32,
        samplingRateHz,
        lastSampleTimeUs: timeUsOf(lastSample) + clockErrorUs,
        microvoltsPerCount,
        samples: source.take(packetSamples),
      };
      packetIndex++;
      return link(packet, seconds);
    },
  };
}

/** @returns function from a sent packet to the packets that arrive */
function createLink(
  script: readonly ScriptEvent[],
  packetSeconds: number,
): (packet: Packet, timeSeconds: number) => readonly Packet[] {
  const dropOuts = eventsOf(script, 'drop-out');
  const duplicates = eventsOf(script, 'duplicates');
  const reorderings = eventsOf(script, 'reordering');
  const isActive = (event: ScriptEvent, forSeconds: number, timeSeconds: number): boolean => {
    const began = lastBegan(event, timeSeconds);
    return began !== undefined && timeSeconds < began + forSeconds;
  };
  let held: Packet[] = [];
  return (packet, timeSeconds) => {
    if (dropOuts.some((event) => isActive(event, event.forSeconds, timeSeconds))) return [];
    const copies = duplicates.some((event) => isActive(event, event.packets * packetSeconds, timeSeconds))
      ? [packet, packet]
      : [packet];
    if (reorderings.some((event) => isActive(event, (event.packets - 1) * packetSeconds, timeSeconds))) {
      held.unshift(...copies);
      return [];
    }
    const arriving = [...copies, ...held];
    held = [];
    return arriving;
  };
}
