import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { bundle } from './pack/bundle.ts';
import type { GpuReport } from './report.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

// Links stand for what the command copies: Node.js and libraries are 170 MB.
it('runs bundled, outside of the repository, with threads, models and golden numbers at their places', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'beatwatch-gpu-'));
  try {
    await bundle(root, folder);
    for (const path of [
      ...['onnxruntime-node', 'onnxruntime-common'].map((name) => `node_modules/${name}`),
      'packages/model-core/models',
      'packages/model-core/golden',
    ]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await symlink(join(root, path), join(folder, path));
    }
    const program = join(folder, 'test/bench/gpu/packed.mjs');
    await writeFile(join(dirname(program), 'packed.json'), JSON.stringify({ commit: 'abc123' }));
    const out = join(folder, 'gpu-check.json');
    const options = [
      '--model',
      'small',
      '--engines',
      'onnx,webgpu',
      '--batches',
      '2',
      '--seconds-each',
      '0.1',
    ];
    await promisify(execFile)(process.execPath, [program, ...options, '--out', out], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ECG_DATA_DIR: folder },
    });
    const { engines, machine, problems } = JSON.parse(await readFile(out, 'utf8')) as GpuReport;
    expect(machine.commit).toBe('abc123');
    expect(problems).toEqual([]);
    const [onnx, webgpu] = engines;
    expect(onnx?.goldenError).toBeLessThan(1e-4);
    expect(onnx?.rates).toMatchObject([{ batch: 2 }]);
    expect(webgpu?.notMeasured[0]?.reason).toContain('the npm package webgpu is not installed');
  } finally {
    await rm(folder, { recursive: true });
  }
});
