import { spawn, type ChildProcess } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { TrainerError } from '../errors.ts';
import { fromProcessSchema, type FromProcess, type Task } from './messages.ts';

export interface ProcessLimits {
  /** Resident memory from which the process is killed, bytes. */
  readonly memoryBytes: number;
  /** Time without a step after which it is killed, milliseconds. */
  readonly hungAfterMs: number;
}

export interface ProcessOptions extends ProcessLimits {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: object) => void;
  /** File that the process runs. Default: the one that trains. */
  readonly entry?: string;
}

/** A process of low priority takes long to load on a busy machine. */
const startLimitMs = 60_000;

const trainingEntry = fileURLToPath(new URL('main.ts', import.meta.url));

/**
 * Runs a job in a process of its own, so that a crash, a hang or too much memory end nothing but this attempt.
 * @returns the job's result
 * @throws TrainerError: `process-ended` or `process-hung` (retryable), `memory-limit`, or `job-failed` with what the process said
 */
export async function runInProcess(task: Task, options: ProcessOptions): Promise<object> {
  const { signal, memoryBytes, hungAfterMs, onProgress, entry = trainingEntry } = options;
  const child = start(entry, memoryBytes);
  let outcome: Extract<FromProcess, { type: 'result' | 'failure' }> | undefined;
  let killedFor: TrainerError | undefined;
  const killFor = (error: TrainerError): void => {
    killedFor ??= error;
    child.kill('SIGKILL');
  };
  const killHung = (afterMs: number): NodeJS.Timeout =>
    setTimeout(() => {
      const message = `it made no step for ${afterMs / 1000} s and was ended`;
      killFor(new TrainerError(message, { code: 'process-hung', retryable: true }));
    }, afterMs);
  let hung = killHung(Math.max(hungAfterMs, startLimitMs));
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill);
  if (signal.aborted) kill();
  child.on('message', (received) => {
    const { success, data: message } = fromProcessSchema.safeParse(received);
    if (!success) return;
    clearTimeout(hung);
    hung = killHung(hungAfterMs);
    if (message.type === 'progress') onProgress(message.progress);
    else if (message.type === 'step') {
      if (message.memoryBytes > memoryBytes) killFor(overMemory(message.memoryBytes, memoryBytes));
    } else outcome = message;
  });
  child.send(task, () => undefined);
  const reason = await endOf(child);
  clearTimeout(hung);
  signal.removeEventListener('abort', kill);
  if (outcome?.type === 'result') return outcome.result;
  if (outcome?.type === 'failure')
    throw new TrainerError(outcome.message, { code: 'job-failed', retryable: outcome.retryable });
  throw (
    killedFor ?? new TrainerError(`its process ended (${reason})`, { code: 'process-ended', retryable: true })
  );
}

const mebibyte = 1_048_576;

const overMemory = (found: number, limit: number): TrainerError =>
  new TrainerError(
    {
      field: 'memory of the training',
      found: `${Math.round(found / mebibyte)} MB`,
      expected: `at most ${Math.round(limit / mebibyte)} MB (TRAINER_MEMORY_MB)`,
    },
    { code: 'memory-limit' },
  );

function start(entry: string, memoryBytes: number): ChildProcess {
  const heapMb = Math.max(64, Math.floor(memoryBytes / mebibyte / 2));
  return spawn(
    process.execPath,
    [`--max-old-space-size=${heapMb}`, '--import', import.meta.resolve('@oxc-node/core/register'), entry],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(signal ?? `exit code ${String(code)}`);
    });
    child.once('error', (error) => {
      resolve(error.message);
    });
  });
}
