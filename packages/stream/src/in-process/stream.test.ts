import { expect, it } from 'vitest';
import { Collector } from '../testing/collector.ts';
import { describeMessageStream } from '../testing/contract.ts';
import { eventually } from '../testing/eventually.ts';
import { createInProcessStream } from './stream.ts';

describeMessageStream('the in-process stream', () => {
  const stream = createInProcessStream();
  return Promise.resolve({ stream, again: stream });
});

it('does not ask an owner to give up its next share after a rebalance that went on before its batch was done', async () => {
  const stream = createInProcessStream();
  await stream.ensureTopics(['t'], 2);
  const steps: string[] = [];
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const options = { groupId: 'g', topics: ['t'] };
  const first = await Collector.start(stream, {
    ...options,
    onBatch: async () => {
      await held;
      steps.push('batch done');
    },
    onAssigned: () => {
      steps.push('assigned');
      return Promise.resolve();
    },
    onRevoking: () => {
      steps.push('revoking');
      return Promise.resolve();
    },
  });
  const producer = await stream.producer();
  await producer.send('t', [{ key: 'a', value: Uint8Array.of(1) }]);
  await first.received(1);
  const joining = Collector.start(stream, options);
  await eventually('the rebalance went on', () => steps.length === 2);
  release();
  await joining;
  await eventually('the batch is done', () => steps.includes('batch done'));
  await new Promise(setImmediate);
  expect(steps.slice(0, 3)).toEqual(['assigned', 'assigned', 'batch done']);
  expect(steps).not.toContain('revoking');
  await stream.stop();
});
