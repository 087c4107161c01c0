import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { TestContext } from 'vitest';
import { freePort } from './orthanc.ts';
import { pythonForTest } from './python.ts';
import { startServerProcess } from './server-process.ts';

export interface MlflowServer {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** With MLflow's own client. */
  readonly python: string;
  stop(): Promise<void>;
}

const requirements = new URL('requirements-mlflow.txt', import.meta.url);
const username = 'admin';
const password = 'a password of the tests';

/** MLflow's tracking server, which asks for a user and a password, on a port of this machine with a folder of its own. */
export async function startMlflow(context: Pick<TestContext, 'skip'>): Promise<MlflowServer> {
  const python = await pythonForTest(context, requirements);
  const folder = await mkdtemp(join(tmpdir(), 'beatwatch-mlflow-'));
  await mkdir(join(folder, 'files'));
  await writeFile(
    join(folder, 'auth.ini'),
    [
      '[mlflow]',
      'default_permission = READ',
      `database_uri = sqlite:///${folder}/users.db`,
      `admin_username = ${username}`,
      `admin_password = ${password}`,
      'authorization_function = mlflow.server.auth:authenticate_request_basic_auth',
    ].join('\n'),
  );
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServerProcess({
    name: 'MLflow',
    program: python,
    args: [
      ...['-m', 'mlflow', 'server', '--app-name', 'basic-auth', '--workers', '1'],
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...['--backend-store-uri', `sqlite:///${folder}/mlflow.db`],
      ...['--artifacts-destination', join(folder, 'files')],
    ],
    spawnOptions: {
      cwd: folder,
      detached: true,
      env: {
        ...process.env,
        PATH: `${dirname(python)}:${process.env['PATH'] ?? ''}`,
        MLFLOW_AUTH_CONFIG_PATH: join(folder, 'auth.ini'),
        MLFLOW_FLASK_SERVER_SECRET_KEY: 'of the tests alone',
        MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
        MLFLOW_DISABLE_TELEMETRY: 'true',
      },
    },
    isReady: () =>
      fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
    startLimitMs: 240_000,
  });
  return {
    url,
    username,
    password,
    python,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
