import { spawn, type SpawnOptions } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

export interface ServerProcess {
  stop(): Promise<void>;
}

export interface ServerProcessOptions {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly spawnOptions?: Pick<SpawnOptions, 'env' | 'cwd' | 'uid' | 'gid' | 'detached'>;
  /** Whether it serves; asked again and again. */
  readonly isReady: () => Promise<boolean>;
  /** Default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
  /** Default a minute. */
  readonly startLimitMs?: number;
}

/**
 * Starts a server of other people, and waits until it serves.
 * @throws with what it printed last, where it ends or does not serve in time
 */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const {
    name,
    program,
    args,
    spawnOptions,
    isReady,
    stopSignal = 'SIGTERM',
    startLimitMs = 60_000,
  } = options;
  const child = spawn(program, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-5000)));
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
    child.once('error', (error) => {
      output += error.message;
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    const { pid } = child;
    if (pid !== undefined && child.exitCode === null && child.signalCode === null) {
      // With the processes that it has started, where it leads a group.
      process.kill(spawnOptions?.detached === true ? -pid : pid, stopSignal);
    }
    await ended;
  };
  const began = performance.now();
  while (!(await isReady())) {
    if (child.pid !== undefined && child.exitCode === null && performance.now() - began < startLimitMs) {
      await delay(100);
      continue;
    }
    await stop();
    throw new Error(`${name} does not start: ${output}`);
  }
  return { stop };
}
