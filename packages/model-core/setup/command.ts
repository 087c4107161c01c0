import { spawn } from 'node:child_process';

export interface CommandResult {
  /** Undefined where the program could not be started, or was stopped. */
  readonly exitCode: number | undefined;
  /** Standard output and standard error together. */
  readonly output: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The program is stopped after this time. */
  readonly limitMs: number;
  /** Asked every half second; the program is stopped once it says true. */
  readonly giveUp?: () => boolean;
}

/** Runs a program to its end, all that it started with it; never rejects. */
export function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    // A process group of its own, so that stopping it stops its compilers and downloads too.
    const child = spawn(program, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const stop = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    };
    const limit = setTimeout(stop, options.limitMs);
    const watch = setInterval(() => {
      if (options.giveUp?.()) stop();
    }, 500);
    const interrupted = (): void => {
      stop();
      process.exit(130);
    };
    process.once('SIGINT', interrupted);
    const finish = (result: CommandResult): void => {
      clearTimeout(limit);
      clearInterval(watch);
      process.off('SIGINT', interrupted);
      resolve(result);
    };
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => {
      finish({ exitCode: undefined, output: error.message });
    });
    child.on('close', (exitCode) => {
      finish({ exitCode: exitCode ?? undefined, output });
    });
  });
}

/** The last lines of what a program said, for an error message. */
export const lastLines = (output: string, count = 8): string =>
  output.trim().split('\n').slice(-count).join('\n');
