import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pythonWith } from '../../../test/stack/python.ts';
import type { Contender, Run } from './contender.ts';

const requirements = new URL('requirements-sleepecg.txt', import.meta.url);
const script = fileURLToPath(new URL('sleepecg_peer.py', import.meta.url));

/**
 * Starts SleepECG's detector with its C backend in a separate process. The first call installs it (0.2 GB).
 * @throws PythonUnavailableError if Python or its packages are missing
 */
export async function sleepEcgPeer(onProgress: (text: string) => void): Promise<Contender> {
  const python = await pythonWith(requirements, onProgress);
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const response = async (): Promise<unknown> => {
    const next = await lines.next();
    if (next.done === true) throw new Error('SleepECG exited; see its error output above');
    return JSON.parse(next.value);
  };
  const { version } = (await response()) as { version: string };
  return {
    name: `SleepECG ${version}, C backend`,
    isPeer: true,
    run: async ({ samples, samplingRateHz, microvoltsPerCount }) => {
      child.stdin.write(`${JSON.stringify({ samplingRateHz, sampleCount: samples.length })}\n`);
      const millivolts = Float64Array.from(samples, (count) => (count * microvoltsPerCount) / 1000);
      child.stdin.write(new Uint8Array(millivolts.buffer));
      return (await response()) as Run;
    },
    close: () => {
      child.stdin.end();
    },
  };
}
