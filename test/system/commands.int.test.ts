import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beatwatch, interruptedBeatwatch } from '../stack/command.ts';
import { temporaryDataDir } from '../stack/running-stack.ts';

describe('the command, with nothing running', () => {
  let dataDir: Awaited<ReturnType<typeof temporaryDataDir>>;
  beforeAll(async () => {
    dataDir = await temporaryDataDir();
  });
  afterAll(() => dataDir.remove());

  it.each([
    'start',
    'replay',
    'simulate',
    'patients',
    'devices',
    'keys',
    'train',
    'retrain',
    'jobs',
    'evaluate',
    'study',
    'denoise',
    'denoise-api',
    'denoise-keys',
    'export',
    'backup',
    'restore',
    'migrate',
    'doctor',
  ])('%s explains itself', async (name) => {
    const { code, stdout } = await beatwatch(dataDir.path, name, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: beatwatch ${name}`);
  });

  it('doctor finds everything that start needs and says which broker, database and engine', async () => {
    const { code, stdout, stderr } = await beatwatch(dataDir.path, 'doctor', '--json');
    expect(code, stderr).toBe(0);
    const report = JSON.parse(stdout) as { ready: boolean; findings: { subject: string; found: string }[] };
    expect(report.ready).toBe(true);
    const found = Object.fromEntries(report.findings.map((finding) => [finding.subject, finding.found]));
    expect(found['engine']).toContain('onnxruntime');
    expect(found['training']).toMatch(/LSTM autoencoders on onnx .* dense ones on (tensorflow|wasm)/);
    expect(found['tensorflow']).toMatch(/it scored a beat just now|not in use: /);
    expect(found['database']).toContain('embedded TimescaleDB');
    expect(found['broker']).toMatch(/local Kafka|in-process/);
    expect(found['model']).toMatch(/^lstm-ae-16-.* r-window-88-microvolts$/);
    expect(found['model of ECG5000']).toMatch(/^lstm-ae-32-.* rr-140-zscore$/);
  });

  it('denoise-keys makes, lists and revokes keys, and prints a key once', async () => {
    const file = join(dataDir.path, 'keys.json');
    const keys = (...args: string[]) =>
      beatwatch(dataDir.path, 'denoise-keys', ...args, '--file', file, '--json');
    const made = await keys('create', 'a ward', '--scopes', 'denoise,jobs');
    expect(made.code, made.stderr).toBe(0);
    const { id, key } = JSON.parse(made.stdout) as { id: string; key: string };
    expect(key).toMatch(/^bwd_/);
    const listed = await keys('list');
    expect(listed.stdout).not.toContain(key);
    expect(JSON.parse(listed.stdout)).toMatchObject([{ id, name: 'a ward', scopes: ['denoise', 'jobs'] }]);
    expect((await keys('revoke', id)).code).toBe(0);
    expect(JSON.parse((await keys('list')).stdout)).toMatchObject([
      { id, revokedAt: expect.any(String) as string },
    ]);
    expect((await keys('revoke', 'nobody')).code).toBe(1);
    expect((await keys('create', 'x', '--scopes', 'everything')).code).toBe(2);
  });

  it('replay says that no stack runs and what to do', async () => {
    const { code, stderr } = await beatwatch(dataDir.path, 'replay', '--mitdb', 'no-such-record');
    expect(code).toBe(1);
    expect(stderr).toContain('no-such-record');
    const migrate = await beatwatch(dataDir.path, 'migrate');
    expect(migrate.code).toBe(1);
    expect(migrate.stderr).toContain('start one with "npm start"');
  });

  it('a start that is interrupted says so, and leaves no part behind', async () => {
    const { code, stdout, stderr } = await interruptedBeatwatch(dataDir.path, 'start', '--no-simulator');
    expect(code).toBe(130);
    expect(stdout).toBe('');
    expect(stderr).toContain('interrupted before everything ran');
    expect((await beatwatch(dataDir.path, 'migrate')).stderr).toContain('start one with "npm start"');
  });

  it('a wrong option or nothing to do ends with 2 and the expected form', async () => {
    const wrong = await beatwatch(dataDir.path, 'replay', '--mitdb', 'x', '--speed', 'fast');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('found "fast", expected a number from 0.01 to 10000');
    const nothing = await beatwatch(dataDir.path, 'replay');
    expect(nothing.code).toBe(2);
    expect(nothing.stderr).toContain('give --file FILE');
    expect((await beatwatch(dataDir.path, 'dance')).code).toBe(2);
  });
});
