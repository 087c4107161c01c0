import type { EncodedPacket } from './encoded-packet.ts';
import { DeviceFormatError } from './fault.ts';

/** Share of the shorter of two packets that the clocks of devices make them overlap by. */
const toleratedShare = 0.5;

/**
 * Remembers which times of which lead a post has brought, so that a part which lies over another one is refused with a reason:
 * ingest would take it for a repeat and drop it without a word. A true repeat is no fault, and packets that their device counts
 * are ordered by their number, whatever its clock does.
 */
export class PostedTimes {
  readonly #taken = new Map<string, EncodedPacket[]>();
  /** End of the latest packet of a source: most posts are in order of time. */
  readonly #endUs = new Map<string, number>();

  /** @throws DeviceFormatError where a packet overlaps one of another part */
  requireApart(packets: readonly EncodedPacket[]): void {
    for (const packet of packets) {
      if (packet.isNumbered || packet.fromUs >= (this.#endUs.get(packet.source) ?? -Infinity)) continue;
      const other = this.#taken.get(packet.source)?.find((taken) => overlaps(packet, taken));
      if (other === undefined) continue;
      throw new DeviceFormatError({
        field: 'time',
        found: `samples from ${isoOf(packet.fromUs)} on, where another part of this post has ${isoOf(other.fromUs)} to ${isoOf(other.toUs)}`,
        expected: 'parts of one lead that do not overlap',
      });
    }
  }

  add(packets: readonly EncodedPacket[]): void {
    for (const packet of packets) {
      const taken = this.#taken.get(packet.source);
      if (taken === undefined) this.#taken.set(packet.source, [packet]);
      else taken.push(packet);
      this.#endUs.set(packet.source, Math.max(packet.toUs, this.#endUs.get(packet.source) ?? -Infinity));
    }
  }
}

function overlaps(a: EncodedPacket, b: EncodedPacket): boolean {
  if (a.isNumbered || b.isNumbered || Buffer.compare(a.value, b.value) === 0) return false;
  const shorter = Math.min(a.toUs - a.fromUs, b.toUs - b.fromUs);
  return Math.min(a.toUs, b.toUs) - Math.max(a.fromUs, b.fromUs) > shorter * toleratedShare;
}

const isoOf = (timeUs: number): string => new Date(timeUs / 1000).toISOString();
