import { spawn } from 'node:child_process';
import process from 'node:process';
import { beatwatchCommand, stackEnvironment } from './running-stack.ts';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `beatwatch ...` to its end against the stack on this data folder. */
export const beatwatch = (dataDir: string, ...args: readonly string[]): Promise<CommandResult> =>
  run(dataDir, args);

/** The same with a database of its own, where no stack runs. */
export const beatwatchOn = (
  databaseUrl: string,
  dataDir: string,
  ...args: readonly string[]
): Promise<CommandResult> => run(dataDir, args, { databaseUrl });

/** The same, interrupted as by Ctrl-C once it has said what is being done. */
export const interruptedBeatwatch = (dataDir: string, ...args: readonly string[]): Promise<CommandResult> =>
  run(dataDir, args, { interrupt: true });

interface RunOptions {
  readonly interrupt?: boolean;
  readonly databaseUrl?: string;
}

async function run(
  dataDir: string,
  args: readonly string[],
  { interrupt = false, databaseUrl }: RunOptions = {},
): Promise<CommandResult> {
  const env = {
    ...stackEnvironment(dataDir),
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  };
  const child = spawn(process.execPath, [beatwatchCommand, ...args], { env });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  if (interrupt) child.stderr.once('data', () => child.kill('SIGINT'));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout, stderr };
}
