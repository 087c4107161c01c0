import { fork, type ChildProcess } from 'node:child_process';
import type { SeedReply, SeedRequest } from './worker.ts';

export interface RunSeedsOptions {
  /** A bundle of `bundleWorker`. */
  readonly worker: string;
  readonly seeds: Iterable<number>;
  readonly processes: number;
  readonly keepsTrace?: boolean;
  /** Called with each reply, in order of completion. True: no further seed is begun. */
  readonly onReply: (reply: SeedReply) => boolean;
  /** No seed is begun after it, by `performance.now()`. Default: none. */
  readonly untilMs?: number;
  /** A seed that takes longer fails: a changed source may never end. Default 120,000. */
  readonly seedLimitMs?: number;
}

/** Runs seeds in processes of their own, one seed at a time in each. */
export async function runSeeds(options: RunSeedsOptions): Promise<void> {
  const { processes, untilMs = Infinity } = options;
  const seeds = options.seeds[Symbol.iterator]();
  let isEnough = false;
  const work = async (): Promise<void> => {
    let child = start(options.worker);
    for (let next = seeds.next(); next.done !== true; next = seeds.next()) {
      const reply = await runOne(child, next.value, options);
      if ('error' in reply) {
        child.kill('SIGKILL');
        child = start(options.worker);
      }
      isEnough ||= options.onReply(reply);
      if (isEnough || performance.now() >= untilMs) break;
    }
    child.kill('SIGKILL');
  };
  await Promise.all(Array.from({ length: processes }, work));
}

const start = (worker: string): ChildProcess =>
  fork(worker, [], {
    execArgv: ['--enable-source-maps', '--max-old-space-size=1024'],
    serialization: 'advanced',
  });

function runOne(
  child: ChildProcess,
  seed: number,
  { keepsTrace = false, seedLimitMs = 120_000 }: RunSeedsOptions,
): Promise<SeedReply> {
  return new Promise((resolve) => {
    const end = (reply: SeedReply): void => {
      clearTimeout(timer);
      child.off('message', end);
      child.off('exit', onExit);
      resolve(reply);
    };
    const onExit = (code: number | null): void => {
      end({ seed, error: `the process of the simulation ended with ${code ?? 'a signal'}` });
    };
    const timer = setTimeout(() => {
      end({ seed, error: `not done after ${seedLimitMs / 1000} s` });
    }, seedLimitMs);
    child.on('message', end);
    child.on('exit', onExit);
    child.send({ seed, keepsTrace } satisfies SeedRequest);
  });
}
