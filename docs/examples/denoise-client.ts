// npx tsx docs/examples/denoise-client.ts URL IN.dcm OUT.dcm [MORE.dcm ...]; DENOISE_API_KEY: a key, where one is asked for
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import process from 'node:process';

const [url = 'http://localhost:3003', input = '', output = '', ...more] = process.argv.slice(2);
const key = process.env['DENOISE_API_KEY'];
const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };

/** Every error is a problem as JSON; 429 and 503 state in Retry-After when to try again. */
async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  const { code, detail } = (await response.json()) as { code: string; detail: string };
  const retryAfter = response.headers.get('retry-after');
  throw new Error(`${code}: ${detail}${retryAfter === null ? '' : ` (again in ${retryAfter} s)`}`);
}

// One file in, one out.
const denoised = await checked(
  await fetch(`${url}/v1/denoise?strength=1`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    body: await readFile(input),
  }),
);
await writeFile(output, Buffer.from(await denoised.arrayBuffer()));
const noise = `${denoised.headers.get('denoise-noise-sd')} ${denoised.headers.get('denoise-noise-unit')}`;
console.log(`${output}: noise ${noise}, model ${denoised.headers.get('denoise-model')}`);

// Many files: a job, its progress as server-sent events, its results as a zip archive.
if (more.length > 0) {
  const form = new FormData();
  for (const file of more) form.append('files', new Blob([await readFile(file)]), basename(file));
  const posted = await checked(await fetch(`${url}/v1/jobs`, { method: 'POST', headers, body: form }));
  const { id } = (await posted.json()) as { id: string };
  const events = await checked(await fetch(`${url}/v1/jobs/${id}/events`, { headers }));
  for await (const text of events.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    for (const [, data] of text.matchAll(/^data: (.*)$/gm)) console.log(data);
  }
  const result = await checked(
    await fetch(`${url}/v1/jobs/${id}/result`, { headers: { ...headers, accept: 'application/zip' } }),
  );
  await writeFile(`${output}.zip`, Buffer.from(await result.arrayBuffer()));
  await checked(await fetch(`${url}/v1/jobs/${id}`, { method: 'DELETE', headers }));
  console.log(`${output}.zip: the job's results`);
}
