import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { mlflowVariables } from '../../apps/trainer/src/mlflow/settings.ts';
import { trackedFiles } from './tracked-files.ts';

/** As much of a manifest as is looked at here; its schema is Kubernetes' own. */
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly resources?: readonly string[];
  readonly spec?: {
    readonly selector?: Readonly<Record<string, unknown>>;
    readonly scaleTargetRef?: { readonly name: string };
    readonly template?: Template;
    /** Of a CronJob. */
    readonly jobTemplate?: { readonly spec: { readonly template: Template } };
    readonly ports?: readonly { readonly targetPort: string }[];
    readonly accessModes?: readonly string[];
  };
}

interface Template {
  readonly metadata: { readonly labels: object };
  readonly spec: Pod;
}

interface Pod {
  readonly enableServiceLinks?: boolean;
  readonly volumes?: readonly {
    readonly name: string;
    readonly persistentVolumeClaim?: { readonly claimName: string };
  }[];
  readonly containers: readonly {
    readonly command: readonly string[];
    readonly env?: readonly Variable[];
    readonly volumeMounts?: readonly {
      readonly name: string;
      readonly mountPath: string;
      readonly readOnly?: boolean;
    }[];
    readonly ports?: readonly { readonly name: string }[];
  }[];
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef: { readonly name: string; readonly key: string; readonly optional?: boolean };
  };
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = new URL('../../infra/kubernetes/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const read = (name: string): Manifest[] =>
  parseAllDocuments(readFileSync(new URL(name, folder), 'utf8')).map(
    (document) => document.toJS() as Manifest,
  );
const manifests = files.filter((name) => name !== 'kustomization.yaml').flatMap(read);
const named = manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest] as const);
const podOf = ({ spec }: Manifest): Pod | undefined =>
  (spec?.jobTemplate?.spec.template ?? spec?.template)?.spec;
const containers = manifests.flatMap((manifest) => podOf(manifest)?.containers ?? []);

describe('the manifests for Kubernetes', () => {
  it.each(named)('%s follows the schema of its kind', async (_, manifest) => {
    // `v1` and `apps/v1` are folders of the package.
    const models = (await import(/* @vite-ignore */ `kubernetes-models/${manifest.apiVersion}`)) as Record<
      string,
      new (manifest: object) => { validate(): void }
    >;
    const Model = models[manifest.kind];
    expect(Model, `${manifest.apiVersion} ${manifest.kind}`).toBeDefined();
    expect(() => {
      if (Model !== undefined) new Model(manifest).validate();
    }).not.toThrow();
  });

  it('refuse a field of the wrong type, so that the schemas are looked at', async () => {
    const { Deployment } = await import('kubernetes-models/apps/v1');
    const ingest = read('ingest.yaml')[0];
    const wrong = { ...ingest, spec: { ...ingest?.spec, replicas: 'two' } };
    expect(() => {
      new Deployment(wrong as never).validate();
    }).toThrow(/replicas/);
  });

  it('are all applied', () => {
    const [kustomization] = read('kustomization.yaml');
    expect([...(kustomization?.resources ?? [])].sort()).toEqual(
      files.filter((name) => name !== 'kustomization.yaml').sort(),
    );
  });

  it('name variables that their app reads', () => {
    const schemas = new Map(
      trackedFiles(root).flatMap((file) => {
        const [, app] =
          /^(?:apps|packages)\/([\w-]+)\/src\/(?:[\w-]+\/)*[\w-]*(?:config|settings)\.ts$/.exec(file) ?? [];
        return app === undefined
          ? []
          : [[file, { app, text: readFileSync(join(root, file), 'utf8') }] as const];
      }),
    );
    const reads = (apps: readonly string[], name: string): boolean =>
      [...schemas.values()].some(
        ({ app, text }) => apps.includes(app) && new RegExp(`^\\s*${name}:`, 'm').test(text),
      );
    const allApps = [...schemas.values()].map(({ app }) => app);
    const unread = [
      ...containers.flatMap(({ command, env = [] }) => {
        const app = /apps\/([\w-]+)\//.exec(command.join(' '))?.[1] ?? '';
        return env
          .filter(({ name }) => !reads([app, 'service-kit'], name))
          .map(({ name }) => `${app}: ${name}`);
      }),
      ...manifests
        .filter(({ kind }) => kind === 'ConfigMap')
        .flatMap(({ data = {} }) => Object.keys(data).filter((name) => !reads(allApps, name))),
    ];
    expect(unread).toEqual([]);
    expect(containers.length).toBe(10);
  });

  it('keep Kubernetes from setting variables of ours to the addresses of services', () => {
    const pods = manifests.flatMap((manifest) => podOf(manifest) ?? []);
    expect(pods.map(({ enableServiceLinks }) => enableServiceLinks)).toEqual(pods.map(() => false));
  });

  it('hold no password, and take each from the one secret', () => {
    for (const { env = [] } of containers) {
      for (const { name, value, valueFrom } of env) {
        if (/URL$|SECRET|TOKEN|PASSWORD/.test(name) && !name.startsWith('GATEWAY_'))
          expect([name, value, valueFrom?.secretKeyRef.name]).toEqual([name, undefined, 'beatwatch']);
      }
    }
  });

  it('hand to the trainer whatever the secret has for MLflow, and start without any of it', () => {
    const given = manifests.flatMap((manifest) =>
      (podOf(manifest)?.containers ?? []).flatMap(({ env = [] }) =>
        env
          .filter(({ name }) => name.startsWith('MLFLOW_'))
          .map(({ name, valueFrom }) => [
            manifest.metadata.name,
            name,
            valueFrom?.secretKeyRef.key,
            valueFrom?.secretKeyRef.optional,
          ]),
      ),
    );
    const wanted = Object.keys(mlflowVariables).filter((name) => name.startsWith('MLFLOW_TRACKING_'));
    expect(given.toSorted()).toEqual(wanted.toSorted().map((name) => ['trainer', name, name, true]));
    expect(wanted).toHaveLength(4);
  });

  it('let scorers read what trainers register, on whatever nodes they run', () => {
    const claims = new Map(
      manifests
        .filter(({ kind }) => kind === 'PersistentVolumeClaim')
        .map(({ metadata, spec }) => [metadata.name, spec?.accessModes]),
    );
    const folders = manifests.flatMap((manifest) => {
      const pod = podOf(manifest);
      return (pod?.containers ?? []).flatMap(({ env = [], volumeMounts = [] }) =>
        env
          .filter(({ name }) => /_REGISTRY_DIR$|_DATA_DIR$/.test(name))
          .map(({ name, value = '' }) => {
            const mount = volumeMounts.find(({ mountPath }) => `${value}/`.startsWith(`${mountPath}/`));
            const volume = pod?.volumes?.find((one) => one.name === mount?.name);
            const modes = claims.get(volume?.persistentVolumeClaim?.claimName ?? '');
            return [manifest.metadata.name, name, value, mount?.readOnly === true, modes?.join()];
          }),
      );
    });
    expect(folders).toEqual([
      ['fine-tuners', 'TRAINER_DATA_DIR', '/models', false, 'ReadWriteMany'],
      ['scorer-shadow', 'SCORER_REGISTRY_DIR', '/models/models/registry', true, 'ReadWriteMany'],
      ['scorer', 'SCORER_REGISTRY_DIR', '/models/models/registry', true, 'ReadWriteMany'],
      ['trainer', 'TRAINER_DATA_DIR', '/models', false, 'ReadWriteMany'],
    ]);
  });

  it('select pods and ports that there are', () => {
    const deployments = new Map(
      manifests.filter(({ kind }) => kind === 'Deployment').map((one) => [one.metadata.name, one]),
    );
    for (const { kind, spec } of manifests) {
      if (kind === 'HorizontalPodAutoscaler')
        expect(deployments.has(spec?.scaleTargetRef?.name ?? '')).toBe(true);
      if (kind !== 'Service') continue;
      const [deployment] = [...deployments.values()].filter(
        (one) => JSON.stringify(one.spec?.selector?.['matchLabels']) === JSON.stringify(spec?.selector ?? {}),
      );
      const ports = deployment?.spec?.template?.spec.containers.flatMap((one) => one.ports ?? []) ?? [];
      for (const { targetPort } of spec?.ports ?? [])
        expect(ports.map(({ name }) => name)).toContain(targetPort);
    }
  });
});
