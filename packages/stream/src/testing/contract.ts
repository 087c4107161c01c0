import { afterAll, beforeAll, describe } from 'vitest';
import { describeBeginning } from './contract/beginning.ts';
import { describeDelivery } from './contract/delivery.ts';
import { LogUnderTest, type Clients } from './contract/log-under-test.ts';
import { describePositions } from './contract/positions.ts';
import { describeSending } from './contract/sending.ts';
import { describeSharing } from './contract/sharing.ts';

/**
 * What every adapter of the message port has to do; the adapters' tests run this.
 *
 * @param open gives a stream to use; `again` another stream on the same log, as a second program would have it.
 */
export function describeMessageStream(name: string, open: () => Promise<Clients>): void {
  describe(name, () => {
    const log = new LogUnderTest();
    beforeAll(() => log.open(open));
    afterAll(() => log.close());

    describeSending(log);
    describeBeginning(log);
    describeDelivery(log);
    describePositions(log);
    describeSharing(log);
  });
}
