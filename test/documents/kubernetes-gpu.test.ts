import { readFileSync } from 'node:fs';
import { Deployment } from 'kubernetes-models/apps/v1';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

type Manifest = Readonly<Record<string, unknown>>;

interface Kustomization {
  readonly resources: readonly string[];
  readonly patches: readonly {
    readonly path: string;
    readonly target: { readonly kind: string; readonly name: string };
  }[];
}

const infra = new URL('../../infra/', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, infra), 'utf8');

/** As kustomize merges: maps by key, lists of named things by name, all else replaced. */
function merged(base: unknown, patch: unknown): unknown {
  if (isNamedList(base) && isNamedList(patch)) {
    const kept = base.map((one) => merged(one, patch.find(({ name }) => name === one.name) ?? {}));
    return [...kept, ...patch.filter(({ name }) => base.every((one) => one.name !== name))];
  }
  if (!isMap(base) || !isMap(patch)) return patch;
  const changed = Object.entries(patch).map(([key, value]) => [key, merged(base[key], value)] as const);
  return { ...base, ...Object.fromEntries(changed) };
}

const isMap = (value: unknown): value is Manifest =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNamedList = (value: unknown): value is (Manifest & { readonly name: string })[] =>
  Array.isArray(value) && value.every((one) => isMap(one) && typeof one['name'] === 'string');

describe('the manifests for Kubernetes with GPUs', () => {
  const { resources, patches } = parse(textOf('kubernetes-gpu/kustomization.yaml')) as Kustomization;
  const base = parseAllDocuments(textOf('kubernetes/scorer.yaml')).map((one) => one.toJS() as Manifest);
  const patchOf = (kind: string): unknown =>
    parse(textOf(`kubernetes-gpu/${patches.find(({ target }) => target.kind === kind)?.path ?? ''}`));

  it('change what infra/kubernetes has: the scorer, and its autoscaler, which is no more', () => {
    expect(resources).toEqual(['../kubernetes']);
    const names = base.map(({ kind, metadata }) => ({ kind, name: (metadata as Manifest)['name'] }));
    for (const { target } of patches) expect(names).toContainEqual(target);
    expect(patchOf('HorizontalPodAutoscaler')).toMatchObject({ $patch: 'delete' });
  });

  it('give each scorer one GPU and take the rest of its deployment over, by the schema of its kind', () => {
    const deployment = base.find(({ kind }) => kind === 'Deployment');
    const scorer = merged(deployment, patchOf('Deployment'));
    expect(() => {
      new Deployment(scorer as never).validate();
    }).not.toThrow();
    const [container] = (scorer as { spec: { template: { spec: { containers: Manifest[] } } } }).spec.template
      .spec.containers;
    expect(container).toMatchObject({
      name: 'scorer',
      resources: { requests: { cpu: '500m' }, limits: { 'nvidia.com/gpu': 1 } },
      env: expect.arrayContaining([
        expect.objectContaining({ name: 'DATABASE_URL' }),
        { name: 'SCORER_REGISTRY_DIR', value: '/models/models/registry' },
        { name: 'SCORER_ENGINE', value: 'webgpu' },
      ]) as unknown[],
    });
    expect(scorer).toMatchObject({
      spec: { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } },
    });
  });
});
