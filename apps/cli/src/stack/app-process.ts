import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, closeSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { isHeartbeat } from '@beatwatch/service-kit/parent';
import { CliError } from '../errors.ts';
import { lastLinesOf } from './logs/log-file.ts';
import { atWork } from './supervision/at-work.ts';
import { endReason, type RunningProcess } from './supervision/running-process.ts';
import { watchHealth } from './supervision/watch-health.ts';

export interface AppProcessOptions {
  readonly name: string;
  /** File that Node.js runs, TypeScript or JavaScript. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Receives stdout and stderr of the app. */
  readonly logFile: string;
}

/** An app in a process of its own. */
export interface AppProcess extends RunningProcess {
  /** Sends it a message over the IPC channel; one to a process that has ended is dropped. */
  send(message: object): void;
  onMessage(listener: (message: unknown) => void): void;
}

const stopPatienceMs = 3500;
const readyLimitMs = 90_000;

/**
 * Starts an app and waits until it is ready.
 * @param signal kills it before it is ready
 * @throws CliError (`part-failed`) with the end of its log where it does not become ready
 */
export async function startAppProcess(
  options: AppProcessOptions,
  signal: AbortSignal,
  onMessage: (message: unknown) => void = () => undefined,
): Promise<AppProcess> {
  const child = spawnApp(options);
  child.on('message', onMessage);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, name) => {
      resolve(endReason(code, name));
    });
    child.once('error', (error) => {
      resolve(error.message);
    });
  });
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill);
  const limit = setTimeout(kill, readyLimitMs);
  const isReady = await Promise.race([becomesReady(child), ended.then((reason) => ({ reason }))]);
  clearTimeout(limit);
  signal.removeEventListener('abort', kill);
  if (isReady !== true) {
    const log = await lastLinesOf(options.logFile);
    throw new CliError(`${options.name} did not start (${isReady.reason}); its log ends:\n${log}`, {
      code: 'part-failed',
    });
  }
  return {
    pid: child.pid ?? 0,
    ended,
    kill,
    stop: () => end(child, ended),
    send: (message) => {
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
  };
}

/**
 * Calls `onHung` once the app's event loop has not run for 6 s, or for 30 s while the app uses the processor: on a machine that has
 * too much to do a restart would only add to it.
 * @returns what ends the watch
 */
export function watchHeartbeat(app: AppProcess, onHung: (reason: string) => void): () => void {
  let beats = 0;
  app.onMessage((message) => {
    if (isHeartbeat(message)) beats += 1;
  });
  return watchHealth({
    isWell: () => {
      const came = beats > 0;
      beats = 0;
      return came;
    },
    everyMs: 1000,
    isAtWork: atWork(app.pid),
    misses: 6,
    missesAtWork: 30,
    onHung,
  });
}

function spawnApp({ entry, args = [], env, logFile }: AppProcessOptions): ChildProcess {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('@oxc-node/core/register'), entry, ...args],
    {
      // Its own process group: Ctrl-C reaches only the command, which then stops the parts in order.
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      env: { ...process.env, ...env },
    },
  );
  closeSync(log);
  return child;
}

function becomesReady(child: ChildProcess): Promise<true> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if (message === 'ready') resolve(true);
    });
  });
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
  await ended;
  clearTimeout(timer);
}
