import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bytesOf } from '@beatwatch/contracts';
import { pythonWith } from '../../../test/stack/python.ts';
import type { Contender, Duration } from './contender.ts';

const requirements = new URL('requirements-filters.txt', import.meta.url);
const script = fileURLToPath(new URL('filters_peer.py', import.meta.url));

/**
 * scikit-image's fast non-local means and PyPI's BM3D, in a separate process, with their default number of threads.
 * The first call installs them (0.4 GB).
 * @throws PythonUnavailableError
 */
export async function filterPeers(onProgress: (text: string) => void): Promise<readonly Contender[]> {
  const python = await pythonWith(requirements, onProgress);
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const response = async (): Promise<unknown> => {
    const next = await lines.next();
    if (next.done === true) throw new Error('Python ended; see its error above');
    return JSON.parse(next.value);
  };
  const versions = (await response()) as Record<'scikit-image' | 'bm3d', string>;
  const peer = (name: string, filter: string): Contender => ({
    name,
    run: async ({ image: { width, height, values }, noiseSdHu }) => {
      child.stdin.write(`${JSON.stringify({ filter, width, height, noiseSd: noiseSdHu })}\n`);
      child.stdin.write(bytesOf(values));
      return (await response()) as Duration;
    },
    close: () => {
      child.stdin.end();
      return Promise.resolve();
    },
  });
  return [
    peer(`scikit-image ${versions['scikit-image']}, non-local means`, 'non-local means'),
    peer(`bm3d ${versions.bm3d}`, 'BM3D'),
  ];
}
