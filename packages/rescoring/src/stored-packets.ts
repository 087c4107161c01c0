import { missingSample, type Packet, type PacketOrigin } from '@beatwatch/contracts';
import type { ArrivedChunk } from '@beatwatch/timescale';

/** A packet made again from what is stored of it. */
export interface StoredPacket {
  readonly packet: Packet;
  /** Epoch microseconds at which the log received it; undefined where the log keeps no times. */
  readonly arrivalUs: number | undefined;
}

interface Gathered {
  readonly origin: PacketOrigin;
  readonly chunk: ArrivedChunk;
  /** Samples of the packet from its first one; what nothing is stored of is missing. */
  readonly samples: Int16Array;
  /** End of the stored samples. */
  to: number;
}

/**
 * Packets as the log had them, in its order, from the samples that are stored and what brought them. Of a lead's last packet
 * the samples behind the last stored second are left out, since that second had not ended.
 *
 * Not stored, so not made again: packets that came twice or were refused, and packets without any sample.
 */
export class StoredPackets {
  readonly #lastNumbers: ReadonlySet<number>;
  readonly #byNumber = new Map<number, Gathered>();

  /** @param lastNumbers of each lead, the number of its last packet */
  constructor(lastNumbers: ReadonlySet<number>) {
    this.#lastNumbers = lastNumbers;
  }

  /** @param chunk one of an earlier version says nothing of its packets, and is passed over */
  add(chunk: ArrivedChunk): void {
    let done = 0;
    for (const { origin, from, count } of chunk.parts) {
      let gathered = this.#byNumber.get(origin.number);
      if (gathered === undefined) {
        const samples = new Int16Array(origin.sampleCount).fill(missingSample);
        gathered = { origin, chunk, samples, to: 0 };
        this.#byNumber.set(origin.number, gathered);
      }
      gathered.samples.set(chunk.samples.subarray(done, done + count), from);
      gathered.to = Math.max(gathered.to, from + count);
      done += count;
    }
  }

  /** The packets with lower numbers than this, in the order of the log, once. Nothing may be added to them any more. */
  takeBelow(number: number): StoredPacket[] {
    const taken = [...this.#byNumber.values()].filter(({ origin }) => origin.number < number);
    for (const { origin } of taken) this.#byNumber.delete(origin.number);
    taken.sort((a, b) => a.origin.number - b.origin.number);
    return taken.map((one) => packetOf(one, this.#lastNumbers.has(one.origin.number)));
  }
}

function packetOf({ origin, chunk, samples, to }: Gathered, isLast: boolean): StoredPacket {
  const { patientId, deviceId, lead, samplingRateHz, microvoltsPerCount } = chunk;
  const { sequence, late, arrivalUs, sampleCount } = origin;
  const count = isLast ? to : sampleCount;
  const cutUs = Math.round(((sampleCount - count) * 1e6) / samplingRateHz);
  return {
    packet: {
      patientId,
      deviceId,
      lead,
      ...(sequence !== undefined && { sequence }),
      samplingRateHz,
      lastSampleTimeUs: origin.lastSampleTimeUs - cutUs,
      microvoltsPerCount,
      samples: samples.subarray(0, count),
      ...(late && { late }),
    },
    arrivalUs,
  };
}
