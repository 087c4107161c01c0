import { spawn } from 'node:child_process';
import process from 'node:process';
import { beatwatchCommand, stackEnvironment } from './running-stack.ts';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `beatwatch ...` to its end against the stack on this data folder. */
export async function beatwatch(dataDir: string, ...args: readonly string[]): Promise<CommandResult> {
  const child = spawn(process.execPath, [beatwatchCommand, ...args], { env: stackEnvironment(dataDir) });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout, stderr };
}
