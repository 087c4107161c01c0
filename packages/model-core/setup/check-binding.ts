import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { lastLines, runCommand } from '@beatwatch/service-kit/process';
import type { BindingPackage } from './binding-package.ts';

const limitMs = 120_000;
const expected = [19, 22, 43, 50];

export type CheckResult =
  | { readonly works: true; readonly version: string; readonly gpu: boolean }
  | { readonly works: false; readonly reason: string };

/** Checks the binding by multiplying two matrices. */
export async function checkBinding(binding: BindingPackage): Promise<CheckResult> {
  if (!existsSync(binding.compiled)) return { works: false, reason: 'the binding is not built' };
  const script = fileURLToPath(new URL('check.cjs', import.meta.url));
  const { exitCode, output } = await runCommand(process.execPath, [script, binding.folder], {
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
    limitMs,
  });
  const printed = /^\{"product".*\}$/m.exec(output)?.[0];
  if (exitCode !== 0 || printed === undefined) return { works: false, reason: lastLines(output) };
  const { product, version, gpu } = JSON.parse(printed) as {
    product: number[];
    version: string;
    gpu: boolean;
  };
  if (product.join() !== expected.join())
    return { works: false, reason: `found the product ${product.join()}, expected ${expected.join()}` };
  return { works: true, version, gpu };
}
