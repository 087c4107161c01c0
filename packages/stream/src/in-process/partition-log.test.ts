import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PartitionLog, sizeBytes } from './partition-log.ts';

it('reads and trims as a plain list would', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('append' as const), bytes: fc.nat(300) }),
    fc.record({ do: fc.constant('trim' as const), offset: fc.nat(2000), maxBytes: fc.nat(20_000) }),
    fc.record({ do: fc.constant('read' as const), offset: fc.nat(2000), maxBytes: fc.nat(5000) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 1500, size: 'max' }), (steps) => {
      const log = new PartitionLog();
      const all: { offset: number; key: Uint8Array; value: Uint8Array }[] = [];
      let first = 0;
      const kept = (): typeof all => all.slice(first);
      const bytesOf = (messages: typeof all): number =>
        messages.reduce((sum, message) => sum + sizeBytes(message), 0);
      for (const one of steps) {
        if (one.do === 'append') {
          const message = { offset: all.length, key: new Uint8Array(3), value: new Uint8Array(one.bytes) };
          all.push(message);
          log.append(message.key, message.value, 0);
        } else if (one.do === 'trim') {
          while (bytesOf(kept()) > one.maxBytes && first < Math.min(one.offset, all.length)) first += 1;
          log.trim(one.offset, one.maxBytes);
        } else {
          const expected = kept().filter(({ offset }) => offset >= one.offset);
          while (expected.length > 1 && bytesOf(expected) > one.maxBytes) expected.pop();
          expect(log.read(one.offset, one.maxBytes).map(({ offset }) => offset)).toEqual(
            expected.map(({ offset }) => offset),
          );
        }
        expect(log.bytes).toBe(bytesOf(kept()));
        expect([log.firstOffset, log.endOffset]).toEqual([first, all.length]);
      }
    }),
    { numRuns: 30 },
  );
});
