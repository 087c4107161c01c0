import { z } from 'zod';
import type { EncodedPacket } from './encoded-packet.ts';
import { unusable } from './fault.ts';
import { wholeNumber } from './json.ts';
import { number, shaped, text } from './shape.ts';
import { signalPackets } from './signal-packets.ts';
import type { WearerOf } from './wearer.ts';

/**
 * Zero of Polar's clocks, which count nanoseconds from 2000-01-01T00:00:00 (Polar BLE SDK,
 * documentation/TimeSystemExplained.md), in the phone's zone once an app has called `setLocalTime`.
 */
const polarEpochUs = Date.UTC(2000, 0, 1) * 1000;
/** The Polar H10's only rate (Polar BLE SDK, documentation/products/PolarH10.md). */
const h10SamplingRateHz = 130;
/** The one lead of a chest strap, close to lead I. */
const defaultLead = 'ECG';

const minutes = 'minutes east of Greenwich, -840 to 840';

const batchSchema = z.object(
  {
    patientId: text.optional(),
    deviceId: text,
    lead: text.optional(),
    samplingRateHz: number.optional(),
    utcOffsetMinutes: z
      .number({ error: minutes })
      .min(-840, { error: minutes })
      .max(840, { error: minutes })
      .optional(),
    timeStamp: z.unknown().optional(),
    samples: z.unknown().optional(),
    /** The PolarRecorder app's name of `samples`. */
    data: z.unknown().optional(),
  },
  { error: 'a batch of samples as an object' },
);

/**
 * Reads one batch of Polar's BLE SDK (PolarEcgData) with `deviceId` and `patientId`, without which it is of whoever wore the device. `samples` are microvolts: numbers, with
 * the batch's `timeStamp` for the last one; or `{voltage, timeStamp}` each, where the last `timeStamp` is used. Optional:
 * `samplingRateHz` (default 130), `lead` (default `ECG`), and `utcOffsetMinutes` for a sensor whose clock shows local time.
 * Other fields are ignored.
 * @throws DeviceFormatError
 */
export function readPolarBatch(value: unknown, wearerOf: WearerOf): EncodedPacket[] {
  const batch = shaped(batchSchema, value);
  const samplingRateHz = batch.samplingRateHz ?? h10SamplingRateHz;
  const field = batch.samples === undefined && batch.data !== undefined ? 'data' : 'samples';
  const samples: unknown = batch[field];
  if (!Array.isArray(samples) || samples.length === 0) {
    throw unusable(field, samples, 'an array of at least one sample in microvolts');
  }
  const microvolts = Float64Array.from(samples, (sample: unknown, index) =>
    microvoltsOf(sample, `${field}[${index}]`),
  );
  const lastStamp = timeStampOf(samples.at(-1)) ?? batch.timeStamp;
  const zoneUs = Math.round((batch.utcOffsetMinutes ?? 0) * 6e7);
  const lastSampleTimeUs = polarEpochUs - zoneUs + Math.round(wholeNumber('timeStamp', lastStamp) / 1000);
  const firstSampleTimeUs = lastSampleTimeUs - Math.round(((samples.length - 1) * 1e6) / samplingRateHz);
  return signalPackets(
    {
      lead: batch.lead ?? defaultLead,
      samplingRateHz,
      microvoltsPerValue: 1,
      pieces: [{ startSeconds: 0, values: microvolts }],
    },
    {
      patientId: batch.patientId ?? wearerOf(batch.deviceId, lastSampleTimeUs),
      deviceId: batch.deviceId,
      firstSampleTimeUs,
    },
    field,
  );
}

function microvoltsOf(sample: unknown, field: string): number {
  if (typeof sample === 'number') return sample;
  if (sample === null) return NaN;
  if (typeof sample === 'object' && 'voltage' in sample) {
    if (typeof sample.voltage === 'number') return sample.voltage;
    throw unusable(`${field}.voltage`, sample.voltage, 'a number of microvolts');
  }
  throw unusable(field, sample, 'a number of microvolts, or an object with voltage and timeStamp');
}

const timeStampOf = (sample: unknown): unknown =>
  typeof sample === 'object' && sample !== null && 'timeStamp' in sample ? sample.timeStamp : undefined;
