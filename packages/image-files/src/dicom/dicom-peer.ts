import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'vitest';
import { pythonForTest } from '../../../../test/stack/python.ts';

const requirements = new URL('../../../../test/stack/requirements-pydicom.txt', import.meta.url);
const script = fileURLToPath(new URL('dicom_peer.py', import.meta.url));

/** Runs a function of `dicom_peer.py`, named by `do`, in a process of its own. */
export type AskPydicom = (
  request: { readonly do: string } & Readonly<Record<string, unknown>>,
) => Promise<unknown>;

/** pydicom with decoders for all compressions; where it cannot be had the test is skipped, in CI it fails. */
export async function pydicomForTest(context: Pick<TestContext, 'skip'>): Promise<AskPydicom> {
  const python = await pythonForTest(context, requirements);
  return async (request) => {
    const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(JSON.stringify(request));
    const response = await text(child.stdout);
    if (response === '') throw new Error(`no response from pydicom to ${request.do}; see its error above`);
    return JSON.parse(response) as unknown;
  };
}
