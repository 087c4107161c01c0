// Entry module of a thread that plays a GPU's: it scores by the plain definition, so that a test may kill it at any moment. Where a
// native library is in the middle of a run, the end of its thread can be that of the process.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { plainScores } = await import('../engines/plain-scores.ts');
const { serveCalls } = await import('./serve-calls.ts');

await serveCalls('a GPU', () => ({
  score: (beats, batch) => Promise.resolve(plainScores(workerData.model, beats, batch)),
}));
