import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlive } from '@beatwatch/service-kit/process';

export function brokerArgs(cacheDir: string, heapMb: number): string[] {
  return [
    `-Xmx${heapMb}m`,
    '-XX:+UseSerialGC',
    '-XX:-UsePerfData',
    '-XX:TieredStopAtLevel=1',
    // One file, overwritten, instead of one for each crash; and none of the size of its memory.
    '-XX:ErrorFile=broker-crash.txt',
    '-XX:-CreateCoredumpOnCrash',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-Dorg.slf4j.simpleLogger.showDateTime=true',
    '-cp',
    join(cacheDir, '*'),
    'kafka.Kafka',
    'server.properties',
  ];
}

/**
 * Starts the broker in its folder and appends its output to a file, so that it can be cut while the broker writes.
 *
 * The broker has a process group of its own, so that Ctrl-C in a terminal does not end it before its clients. A watcher, a
 * shell that waits for this process's end of a pipe to close, ends it when this process dies, however it dies.
 */
export function spawnBroker(dataDir: string, args: readonly string[], logFile: string): ChildProcess {
  mkdirSync(dirname(logFile), { recursive: true });
  const output = openSync(logFile, 'a');
  const broker = spawn('java', args, { cwd: dataDir, stdio: ['ignore', output, output], detached: true });
  closeSync(output);
  if (broker.pid === undefined) return broker;
  const watcher = spawn('sh', ['-c', 'read -r _; kill "$1"', 'sh', String(broker.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.on('error', () => undefined);
  broker.once('exit', () => {
    watcher.kill('SIGKILL');
  });
  for (const part of [broker, watcher]) part.unref();
  (watcher.stdin as unknown as { unref(): void }).unref();
  return broker;
}

/** Sends SIGTERM to a process, and SIGKILL after `limitMs`; resolves when it has ended. */
export async function endProcess(pid: number, limitMs: number): Promise<void> {
  if (!signal(pid, 'SIGTERM')) return;
  const deadline = Date.now() + limitMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) signal(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
