import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { CliError } from '../errors.ts';
import type { Part } from './part.ts';

export interface AppProcessOptions {
  readonly name: string;
  /** File that Node.js runs, TypeScript or JavaScript. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Receives stdout and stderr of the app. */
  readonly logFile: string;
  readonly metricsUrl?: string;
  /** Called after an unexpected end, before the restart. */
  readonly onCrash: (reason: string) => void;
  /** Called after the restart, with a new process. */
  readonly onRestart: () => void;
}

const stopPatienceMs = 3500;
const longestPauseMs = 5000;

/**
 * Runs an app in a process of its own and restarts it after an unexpected end, with growing pauses up to 5 s.
 * @throws CliError (`part-failed`) with the end of its log where it does not become ready
 */
export async function startAppProcess(options: AppProcessOptions): Promise<Part> {
  let stopping = false;
  let child = await spawnReady(options);
  let restarts = 0;

  const restartOnExit = (): void => {
    child.once('exit', (code, signal) => {
      if (!stopping) void restart(signal ?? `exit code ${String(code)}`);
    });
  };

  async function restart(reason: string): Promise<void> {
    options.onCrash(reason);
    await delay(Math.min(longestPauseMs, 250 * 2 ** Math.min(restarts, 10)));
    restarts += 1;
    if (stopping) return;
    try {
      child = await spawnReady(options);
    } catch {
      await restart('it did not become ready');
      return;
    }
    restartOnExit();
    options.onRestart();
  }

  restartOnExit();
  return {
    name: options.name,
    get pid() {
      return child.pid ?? 0;
    },
    ...(options.metricsUrl === undefined ? {} : { metricsUrl: options.metricsUrl }),
    stop: async () => {
      stopping = true;
      await end(child);
    },
  };
}

async function spawnReady(options: AppProcessOptions): Promise<ChildProcess> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a');
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), options.entry, ...(options.args ?? [])],
    {
      // Its own process group: Ctrl-C reaches only the command, which then stops the parts in order.
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      env: { ...process.env, ...options.env },
    },
  );
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => {
      resolve();
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      const ending = readFileSync(options.logFile, 'utf8').trim().split('\n').slice(-3).join('\n');
      reject(
        new CliError(
          `${options.name} did not start (${signal ?? `exit code ${String(code)}`}); its log ends:\n${ending}`,
          {
            code: 'part-failed',
          },
        ),
      );
    });
  });
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
  await ended;
  clearTimeout(timer);
}
