import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderOf, SmallestOrders } from './keyed-order.ts';

it('keeps the smallest orders, whatever order they are offered in', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(1e6), { maxLength: 200 }),
      fc.integer({ min: 1, max: 20 }),
      (orders, most) => {
        const draw = new SmallestOrders<number>(most);
        for (const order of orders) draw.offer(order, order);
        expect(draw.items).toEqual(orders.toSorted((a, b) => a - b).slice(0, most));
      },
    ),
  );
});

it('gives each name one place for a seed, spread evenly', () => {
  const shares = Array.from({ length: 4000 }, (_, index) => orderOf(1, 'p', index) / 2 ** 48);
  expect(shares.filter((share) => share < 0.25).length / 4000).toBeCloseTo(0.25, 1);
  expect(orderOf(1, 'p', 7)).toBe(orderOf(1, 'p', 7));
  expect(orderOf(1, 'p', 7)).not.toBe(orderOf(2, 'p', 7));
});
