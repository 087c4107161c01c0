import { execFile } from 'node:child_process';
import type { ProgramOutput } from './gpu-facts.ts';

/** Runs a program to its end; never rejects. */
export function runProgram(
  program: string,
  args: readonly string[],
  { limitMs, env }: { readonly limitMs: number; readonly env?: NodeJS.ProcessEnv },
): Promise<ProgramOutput & { readonly missing: boolean }> {
  const options = {
    timeout: limitMs,
    killSignal: 'SIGKILL',
    maxBuffer: 1 << 24,
    ...(env && { env }),
  } as const;
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      const signal = typeof error?.signal === 'string' ? `\nended by ${describeSignal(error.signal)}` : '';
      resolve({
        exitCode: typeof code === 'number' ? code : undefined,
        output: `${stdout}${stderr}${signal}`,
        missing: error?.code === 'ENOENT',
      });
    });
  });
}

/** As a shell would say it. */
const describeSignal = (signal: string): string =>
  signal === 'SIGILL' ? 'SIGILL: Illegal instruction' : signal;
