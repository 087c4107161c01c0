import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pythonForTest } from '../../../../test/stack/python.ts';
import { scopes } from '../keys/api-key.ts';
import { addKey } from '../keys/key-file.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const requirements = new URL('../../../../test/stack/requirements-denoise-api.txt', import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));

let folder: string;
let api: TestApi;
let key: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beatwatch-schemathesis-'));
  const keysFile = join(folder, 'keys.json');
  ({ key } = await addKey(keysFile, { name: 'schemathesis', scopes, now: new Date() }));
  api = await startTestApi({
    keysFile,
    limits: { requestsPerMinute: 1_000_000, maxUnfinishedJobs: 100 },
  });
});
afterEach(async () => {
  await api.stop();
  await rm(folder, { recursive: true });
});

describe('the OpenAPI document', () => {
  it('says what the server does: schemathesis finds no difference', { timeout: 400_000 }, async (context) => {
    const python = await pythonForTest(context, requirements);
    const { code, output } = await run(python, [
      // By its module: the command in the kept environment names the folder that the environment was made in.
      '-c',
      'from schemathesis.cli import schemathesis; schemathesis()',
      `--config-file=${join(here, 'schemathesis.toml')}`,
      'run',
      `${api.url}/openapi.json`,
      `--header=Authorization: Bearer ${key}`,
      '--max-examples=25',
      '--max-failures=10',
      '--seed=1',
      '--no-color',
    ]);
    expect(code, output.slice(-20_000)).toBe(0);
    expect(output).toMatch(/Tested: 28\b/);
  });
});

async function run(
  command: string,
  args: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const child = spawn(command, args, {
    cwd: folder,
    env: {
      ...process.env,
      PYTHONPATH: here,
      SCHEMATHESIS_HOOKS: 'schemathesis_hooks',
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, output };
}
