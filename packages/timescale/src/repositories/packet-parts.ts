import type { PacketOrigin, PacketPart, Writable } from '@beatwatch/contracts';
import { TimescaleError } from '../errors.ts';

/*
 * The parts of packets that a chunk's samples are from, in their order, as variable-length numbers: 7 bits a byte, lowest
 * first; numbers that may be negative in zigzag. Of each part: flags, the packet's number less that of the part before, the
 * place of the part in the packet, its length, the packet's length, its stamp less the chunk's first time; and where the flags
 * say so its sequence number less that of the part before, and its arrival in milliseconds less its stamp's. A stamp that is
 * decades away stands for itself, without its sign.
 */

const flags = { sequence: 1, arrival: 2, late: 4, far: 8, negative: 16 } as const;

/** Differences up to here are exact in zigzag. */
const farUs = 2 ** 51;

/** @param firstSampleTimeUs of the chunk */
export function packParts(parts: readonly PacketPart[], firstSampleTimeUs: number): Uint8Array {
  const bytes: number[] = [];
  let number = 0;
  let sequence = 0;
  for (const { origin, from, count } of parts) {
    const { arrivalUs, lastSampleTimeUs } = origin;
    const isFar = Math.abs(lastSampleTimeUs - firstSampleTimeUs) > farUs;
    bytes.push(
      (origin.sequence === undefined ? 0 : flags.sequence) |
        (arrivalUs === undefined ? 0 : flags.arrival) |
        (origin.late === true ? flags.late : 0) |
        (isFar ? flags.far : 0) |
        (isFar && lastSampleTimeUs < 0 ? flags.negative : 0),
    );
    putSigned(bytes, origin.number - number);
    for (const value of [from, count, origin.sampleCount]) put(bytes, value);
    if (isFar) put(bytes, Math.abs(lastSampleTimeUs));
    else putSigned(bytes, lastSampleTimeUs - firstSampleTimeUs);
    if (origin.sequence !== undefined) putSigned(bytes, origin.sequence - sequence);
    if (arrivalUs !== undefined) {
      putSigned(bytes, Math.floor(arrivalUs / 1000) - Math.floor(lastSampleTimeUs / 1000));
    }
    number = origin.number;
    sequence = origin.sequence ?? sequence;
  }
  return Uint8Array.from(bytes);
}

/** @throws TimescaleError where the last number is cut off */
export function unpackParts(bytes: Uint8Array, firstSampleTimeUs: number): PacketPart[] {
  const reader = new NumberReader(bytes);
  const parts: PacketPart[] = [];
  let number = 0;
  let sequence = 0;
  while (!reader.isAtEnd) {
    const flag = reader.next();
    number += reader.nextSigned();
    const from = reader.next();
    const count = reader.next();
    const sampleCount = reader.next();
    const lastSampleTimeUs =
      (flag & flags.far) === 0
        ? firstSampleTimeUs + reader.nextSigned()
        : reader.next() * ((flag & flags.negative) === 0 ? 1 : -1);
    const origin: Writable<PacketOrigin> = { number, lastSampleTimeUs, sampleCount };
    if ((flag & flags.sequence) !== 0) {
      sequence += reader.nextSigned();
      origin.sequence = sequence;
    }
    if ((flag & flags.arrival) !== 0) {
      origin.arrivalUs = (Math.floor(lastSampleTimeUs / 1000) + reader.nextSigned()) * 1000;
    }
    if ((flag & flags.late) !== 0) origin.late = true;
    parts.push({ origin, from, count });
  }
  return parts;
}

function put(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}

/** Zigzag: small numbers of either sign become small ones without. */
const putSigned = (bytes: number[], value: number): void => {
  put(bytes, value >= 0 ? 2 * value : -2 * value - 1);
};

class NumberReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  next(): number {
    let value = 0;
    for (let place = 1; ; place *= 128) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined)
        throw new TimescaleError('waveform.packets end within a number', { code: 'value' });
      this.#at += 1;
      value += (byte % 128) * place;
      if (byte < 128) return value;
    }
  }

  nextSigned(): number {
    const value = this.next();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
