import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { CliConfig } from '../config.ts';
import { CliError } from '../errors.ts';
import { logPathOf } from './logs/log-folder.ts';
import type { Part } from './part.ts';
import type { SignIn } from './sign-in.ts';
import type { SupervisionEvents } from './supervision/supervise.ts';
import { startSupervisedApp } from './supervision/supervised-app.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');

const dashboardEntry = fileURLToPath(import.meta.resolve('@beatwatch/dashboard/main'));

export interface DashboardOptions {
  readonly config: CliConfig;
  readonly databaseUrl: string;
  readonly secret: string;
  readonly signIn: SignIn;
  readonly ports: { readonly dashboard: number; readonly gateway: number };
  readonly events: SupervisionEvents;
}

/** Starts the pages' server; they have to be built. */
export const startDashboard = ({
  config,
  databaseUrl,
  secret,
  signIn,
  ports,
  events,
}: DashboardOptions): Promise<Part> =>
  startSupervisedApp({
    name: 'dashboard',
    entry: dashboardEntry,
    env: {
      PORT: String(ports.dashboard),
      DATABASE_URL: databaseUrl,
      GATEWAY_PORT: String(ports.gateway),
      BEATWATCH_SECRET: secret,
      SIGN_IN: signIn,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
    },
    logFile: logPathOf(config.dataDir, 'dashboard'),
    events,
  });

/** Builds the pages if their sources have changed; turbo keeps track. */
export async function buildDashboard(onProgress: (text: string) => void): Promise<void> {
  onProgress('building the pages (only after a change: some 20 s)');
  const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo');
  const child = spawn(
    process.execPath,
    [
      turbo,
      'run',
      'build',
      '--filter=@beatwatch/dashboard',
      '--output-logs=errors-only',
      '--no-update-notifier',
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', TURBO_TELEMETRY_DISABLED: '1' },
    },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  }
  const code = await new Promise<number | null>((settle, reject) => {
    child.once('error', reject);
    child.once('close', settle);
  });
  if (code === 0) return;
  throw new CliError(`the pages could not be built (exit code ${String(code)}):\n${printed.trim()}`, {
    code: 'part-failed',
  });
}
