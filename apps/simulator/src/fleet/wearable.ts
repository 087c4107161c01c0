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
  /** Epoch time of the first sample. */
  readonly startTimeUs: number;
  /** Length of a packet, rounded to whole samples. */
  readonly packetMs: number;
  /** Its drop-outs, clock jumps, duplicates and reorderings; other kinds are the source's business. */
  readonly script: readonly ScriptEvent[];
}

/** A sensor that cuts its lead into packets and sends them over a faulty link. */
export interface Wearable {
  /** Epoch time from which the next packet is complete; the script's clock jumps leave it alone. */
  readonly dueUs: number;
  /** What arrives when the next packet is complete: none, one or several packets. */
  next(): readonly Packet[];
}

/** @throws SimulatorError where a packet would hold less than one or more than 20,000 samples */
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

/** What comes out of the link when a packet goes in. */
function createLink(
  script: readonly ScriptEvent[],
  packetSeconds: number,
): (packet: Packet, timeSeconds: number) => readonly Packet[] {
  const dropOuts = eventsOf(script, 'drop-out');
  const duplicates = eventsOf(script, 'duplicates');
  const reorderings = eventsOf(script, 'reordering');
  const inForce = (event: ScriptEvent, forSeconds: number, timeSeconds: number): boolean => {
    const began = lastBegan(event, timeSeconds);
    return began !== undefined && timeSeconds < began + forSeconds;
  };
  let held: Packet[] = [];
  return (packet, timeSeconds) => {
    if (dropOuts.some((event) => inForce(event, event.forSeconds, timeSeconds))) return [];
    const copies = duplicates.some((event) => inForce(event, event.packets * packetSeconds, timeSeconds))
      ? [packet, packet]
      : [packet];
    if (reorderings.some((event) => inForce(event, (event.packets - 1) * packetSeconds, timeSeconds))) {
      held.unshift(...copies);
      return [];
    }
    const arriving = [...copies, ...held];
    held = [];
    return arriving;
  };
}
