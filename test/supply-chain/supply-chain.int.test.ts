import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { Component, Sbom } from './components.ts';
import { licensedPackages } from './licence-rules.ts';

const run = promisify(execFile);
const root = new URL('../../', import.meta.url);

const component = (name: string, licenses?: Component['licenses']): Component => ({
  name,
  version: '1.0.0',
  purl: `pkg:npm/${name}@1.0.0`,
  'bom-ref': `${name}@1.0.0`,
  ...(licenses && { licenses }),
});

it('npm run sbom writes every production dependency as CycloneDX', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'beatwatch-sbom-'));
  const file = join(folder, 'sbom.json');
  await run('npm', ['run', '--silent', 'sbom', '--', file], { cwd: root });
  const sbom = JSON.parse(await readFile(file, 'utf8')) as Sbom;
  expect(sbom).toMatchObject({
    bomFormat: 'CycloneDX',
    specVersion: expect.stringMatching(/^1\.\d$/) as string,
  });
  const names = sbom.components.map(({ purl }) => purl.replace(/@[^@]*$/, ''));
  for (const name of ['fastify', 'next', 'socket.io', 'kafkajs', 'pg', 'helmet', 'onnxruntime-node'])
    expect(names).toContain(`pkg:npm/${name}`);
  // Packages for development need these as well.
  for (const name of ['jose', 'pg-types', 'ms', 'debug', 'ws']) expect(names).toContain(`pkg:npm/${name}`);
  // vitest is there: better-auth names it as an optional peer, so npm installs it beside.
  for (const name of ['eslint', 'typescript', 'oidc-provider', 'axe-core', 'knip'])
    expect(names).not.toContain(`pkg:npm/${name}`);
  await rm(folder, { recursive: true });
});

it('npm run licences lists them, all under licences of the list', async () => {
  const { stdout, stderr } = await run('npm', ['run', '--silent', 'licences'], { cwd: root });
  expect(stdout).toMatch(/^fastify@\S+\tMIT$/m);
  expect(stderr).toMatch(/^\d{3,} packages, 0 refused$/m);
});

it.each([
  ['MIT', undefined],
  ['(MIT OR GPL-3.0-only)', undefined],
  ['MIT AND GPL-3.0-only', 'is not on the list'],
  ['AGPL-3.0-only', 'is not on the list'],
  ['SSPL-1.0', 'is not on the list'],
  ['SEE LICENSE IN LICENSE.md', 'is not an SPDX expression'],
])('a package under %s: %s', (expression, refusal) => {
  const [found] = licensedPackages([component('some-package', [{ expression }])]);
  if (refusal === undefined) expect(found?.refusal).toBeUndefined();
  else expect(found?.refusal).toContain(refusal);
});

it('a package without a licence is refused, and an exception holds for its package alone', () => {
  const lgpl = [{ license: { id: 'LGPL-3.0-or-later' } }];
  const found = licensedPackages([
    component('a'),
    component('@img/sharp-libvips-linux-x64', lgpl),
    component('other', lgpl),
  ]);
  expect(found.map(({ name, refusal }) => [name, refusal])).toEqual([
    ['@img/sharp-libvips-linux-x64', undefined],
    ['a', 'names no licence'],
    ['other', 'LGPL-3.0-or-later is not on the list'],
  ]);
});
