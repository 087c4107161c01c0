import { spawn } from 'node:child_process';

export interface CommandResult {
  /** Undefined where the program could not be started or was killed. */
  readonly exitCode: number | undefined;
  /** Standard output and standard error together. */
  readonly output: string;
}

/** Runs a program to its end; never rejects. */
export function runCommand(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly timeoutMs: number },
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => {
      resolve({ exitCode: undefined, output: error.message });
    });
    child.on('close', (exitCode) => {
      resolve({ exitCode: exitCode ?? undefined, output });
    });
  });
}
