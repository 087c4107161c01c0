import { spawn, type ChildProcess } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('main.ts', import.meta.url));

/** The trainer in a process of its own, as the start command runs it. */
export class TrainerProcess {
  readonly #child: ChildProcess;
  /** Resolves when the process has. */
  readonly ended: Promise<void>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.ended = new Promise((resolve) => {
      child.once('exit', () => {
        resolve();
      });
    });
  }

  static async start(env: Readonly<Record<string, string>>): Promise<TrainerProcess> {
    const child = spawn(
      process.execPath,
      ['--import', import.meta.resolve('@oxc-node/core/register'), entry],
      {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        env: {
          ...process.env,
          LOG_LEVEL: 'error',
          TRAINER_NICE: '0',
          TRAINER_HTTP_PORT: '0',
          TRAINER_HEALTH_PORT: '0',
          ...env,
        },
      },
    );
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message) => {
        if (message === 'ready') resolve();
      });
      child.once('exit', (code) => {
        reject(new Error(`the trainer ended with ${String(code)}`));
      });
    });
    return new TrainerProcess(child);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.ended;
  }
}
