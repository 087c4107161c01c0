import { spawn } from 'node:child_process';

export interface CommandResult {
  /** Undefined where the program could not be started, or was killed. */
  readonly exitCode: number | undefined;
  /** Standard output and standard error together. */
  readonly output: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  /** Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** The program is killed after this time. */
  readonly limitMs: number;
  /** Called every half second; the program is killed once it returns true. */
  readonly giveUp?: () => boolean;
}

/** Runs a program to its end; never rejects. Killing it, which the end of this process does too, kills its children. */
export function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...(options.cwd !== undefined && { cwd: options.cwd }),
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that compilers and downloads can be killed with it.
      detached: true,
    });
    const kill = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    const limit = setTimeout(kill, options.limitMs);
    const poll = setInterval(() => {
      if (options.giveUp?.()) kill();
    }, 500);
    process.once('exit', kill);
    const finish = (result: CommandResult): void => {
      clearTimeout(limit);
      clearInterval(poll);
      process.off('exit', kill);
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

/** The last lines of a program's output, for an error message. */
export const lastLines = (output: string, count = 8): string =>
  output.trim().split('\n').slice(-count).join('\n');
