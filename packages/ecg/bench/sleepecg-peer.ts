import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pythonWith } from '../../../test/stack/python.ts';
import type { Contender, Run } from './contender.ts';

const requirements = new URL('requirements-sleepecg.txt', import.meta.url);
const script = fileURLToPath(new URL('sleepecg_peer.py', import.meta.url));

/**
 * SleepECG's detector with its C backend, in a process of its own. The first call installs it (0.2 GB).
 * @throws PythonUnavailableError
 */
export async function sleepEcgPeer(onProgress: (text: string) => void): Promise<Contender> {
  const python = await pythonWith(requirements, onProgress);
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const next = await answers.next();
    if (next.done === true) throw new Error('SleepECG ended; its reason stands above');
    return JSON.parse(next.value);
  };
  const { version } = (await answer()) as { version: string };
  return {
    name: `SleepECG ${version}, C backend`,
    isPeer: true,
    run: async ({ samples, samplingRateHz, microvoltsPerCount }) => {
      child.stdin.write(`${JSON.stringify({ samplingRateHz, sampleCount: samples.length })}\n`);
      const millivolts = Float64Array.from(samples, (count) => (count * microvoltsPerCount) / 1000);
      child.stdin.write(new Uint8Array(millivolts.buffer));
      return (await answer()) as Run;
    },
    close: () => {
      child.stdin.end();
    },
  };
}
