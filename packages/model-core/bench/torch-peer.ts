import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pythonWith } from '../../../test/stack/python.ts';
import type { Contender, Duration, Job } from './contender.ts';

const requirements = new URL('requirements-torch.txt', import.meta.url);
const script = fileURLToPath(new URL('torch_peer.py', import.meta.url));

/**
 * PyTorch on the CPU with its default number of threads and with one, each in its own process. The first call installs
 * PyTorch (0.6 GB).
 * @throws PythonUnavailableError
 */
export async function torchPeers(onProgress: (text: string) => void): Promise<readonly Contender[]> {
  const python = await pythonWith(requirements, onProgress);
  return Promise.all(['default', '1'].map((threads) => startPeer(python, threads)));
}

async function startPeer(python: string, threads: string): Promise<Contender> {
  const child = spawn(python, [script, threads], { stdio: ['pipe', 'pipe', 'inherit'] });
  const replies = createInterface(child.stdout)[Symbol.asyncIterator]();
  const nextReply = async (): Promise<unknown> => {
    const next = await replies.next();
    if (next.done === true) throw new Error('PyTorch exited; see its error output above');
    return JSON.parse(next.value);
  };
  const about = (await nextReply()) as { version: string; threads: number };
  return {
    name: `PyTorch ${about.version}`,
    threads: about.threads,
    isPeer: true,
    takes: () => true,
    run: async (job: Job, minimumMs: number) => {
      child.stdin.write(`${JSON.stringify({ ...job, minimumMs })}\n`);
      return (await nextReply()) as Duration[];
    },
    close: () => {
      child.stdin.end();
      return Promise.resolve();
    },
  };
}
