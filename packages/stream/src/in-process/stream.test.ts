import { describeMessageStream } from '../testing/contract.ts';
import { createInProcessStream } from './stream.ts';

describeMessageStream('the in-process stream', () => {
  const stream = createInProcessStream();
  return Promise.resolve({ stream, again: stream });
});
