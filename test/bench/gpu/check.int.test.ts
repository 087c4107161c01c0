import process from 'node:process';
import { expect, it } from 'vitest';
import type { Candidate } from './candidate.ts';
import { checkGpu } from './check.ts';
import { runCandidate } from './run-candidate.ts';

const steps = ['golden numbers', 'batch 1'];

const candidate = (name: string, code: string, program = process.execPath): Candidate => ({
  name,
  isOurs: true,
  isFloat32: true,
  steps,
  command: () => ({ program, args: ['-e', code] }),
});

const finding = `console.log('a greeting'); console.log('{"kind":"golden","largestError":1e-6}');`;

it('goes on when an engine fails, dies or cannot be started, keeps what it found, and says why there is no more', async () => {
  const machine = { cpu: '', cores: 2, memoryGib: 4, system: '', node: '', commit: '', loadAverages: [] };
  const seen: number[] = [];
  const { engines } = await checkGpu({
    candidates: [
      candidate('fails', `${finding} console.error('no driver'); process.exitCode = 1`),
      candidate('dies', 'process.kill(process.pid, 9)'),
      candidate('missing', '', '/no/such/python'),
    ],
    machine,
    model: 'model-1',
    minutes: 10,
    onProgress: (report) => Promise.resolve(void seen.push(report.engines.length)),
  });
  expect(seen).toEqual([1, 2, 3]);
  const [fails, dies, missing] = engines;
  expect(fails).toMatchObject({
    goldenError: 1e-6,
    notMeasured: [{ step: 'batch 1', reason: 'no driver' }],
  });
  expect(dies?.notMeasured).toEqual(steps.map((step) => ({ step, reason: 'it ended with SIGKILL' })));
  expect(missing?.notMeasured[0]?.reason).toContain('/no/such/python could not be started');
});

it('ends an engine whose time is over', async () => {
  const outcome = await runCandidate(candidate('hangs', 'setInterval(() => {}, 1000)'), 0.5);
  expect(outcome).toMatchObject({ ended: 'out of time' });
});
