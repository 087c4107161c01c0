import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { fillFolder } from '@beatwatch/timescale/testing';

export interface StackInfo {
  readonly pid: number;
  readonly url: string;
  readonly gatewayUrl: string;
  readonly ingestUrl: string;
  readonly trainerUrl: string;
  readonly databaseUrl: string;
  readonly brokers?: readonly string[];
  readonly parts: readonly { readonly name: string; readonly pid: number; readonly metricsUrl?: string }[];
}

export const beatwatchCommand = fileURLToPath(new URL('../../apps/cli/bin/beatwatch.mjs', import.meta.url));

/** A data folder of its own, so that a test meets no other stack. With `isMigrated`, the database is made already. */
export async function temporaryDataDir({ isMigrated = false } = {}): Promise<{
  readonly path: string;
  remove(): Promise<void>;
}> {
  const path = await mkdtemp(join(tmpdir(), 'beatwatch-stack-'));
  if (isMigrated) await fillFolder(join(path, 'db'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

interface StartOptions {
  readonly withinMs?: number;
  /** Another version's `beatwatch`. */
  readonly command?: string | undefined;
  readonly environment?: Readonly<Record<string, string>>;
}

/** `beatwatch start`, as a person starts it, on a data folder and ports of its own. */
export class RunningStack {
  readonly #child: ChildProcess;
  readonly #dataDir: string;
  readonly info: StackInfo;
  #printed = '';

  private constructor(child: ChildProcess, dataDir: string, info: StackInfo) {
    this.#child = child;
    this.#dataDir = dataDir;
    this.info = info;
  }

  /** What it has printed on standard error so far. */
  get printed(): string {
    return this.#printed;
  }

  /** @throws where the addresses are not printed in time; the error holds all that was printed */
  static async start(
    dataDir: string,
    args: readonly string[] = [],
    { withinMs = 240_000, command = beatwatchCommand, environment = {} }: StartOptions = {},
  ): Promise<RunningStack> {
    const child = spawn(process.execPath, [command, 'start', '--json', ...args], {
      env: { ...stackEnvironment(dataDir), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    let json = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text));
    const info = await new Promise<StackInfo>((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGTERM');
        reject(new Error(`the stack did not start within ${withinMs} ms:\n${printed}`));
      }, withinMs);
      child.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`the stack ended with ${String(code)}:\n${printed}`));
      });
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        json += text;
        if (!json.trimEnd().endsWith('\n}')) return;
        clearTimeout(timer);
        resolve(JSON.parse(json) as StackInfo);
      });
    });
    const stack = new RunningStack(child, dataDir, info);
    stack.#printed = printed;
    child.stderr.on('data', (text: string) => (stack.#printed += text));
    return stack;
  }

  /** Addresses and processes as they are now: a part that was started again may have others. */
  async now(): Promise<StackInfo> {
    return JSON.parse(await readFile(join(this.#dataDir, 'stack.json'), 'utf8')) as StackInfo;
  }

  /** The process of a part now. */
  async pidOf(name: string): Promise<number> {
    const { parts } = await this.now();
    const part = parts.find((candidate) => candidate.name === name);
    if (part === undefined) throw new Error(`the stack has no part ${name}`);
    return part.pid;
  }

  /** Ctrl-C. @returns how long it took to end, in milliseconds */
  async interrupt(): Promise<number> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return 0;
    const startedMs = performance.now();
    const ended = new Promise<void>((resolve) => {
      this.#child.once('exit', () => {
        resolve();
      });
    });
    this.#child.kill('SIGINT');
    await ended;
    return performance.now() - startedMs;
  }
}

/** The environment of a test's stack and of the commands that talk to it. */
export function stackEnvironment(dataDir: string): NodeJS.ProcessEnv {
  const {
    KAFKA_BROKERS: _kafka,
    DATABASE_URL: _database,
    VITEST: _vitest,
    NODE_ENV: _env,
    ...env
  } = process.env;
  // Where a test has patients of its own, too.
  return { SIGN_IN: 'demo', ...env, BEATWATCH_DATA_DIR: dataDir };
}
