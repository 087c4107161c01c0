import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { singleSignOnVariables } from '../../apps/dashboard/src/server/sign-in/single-sign-on-config.ts';
import { mlflowVariables } from '../../apps/trainer/src/mlflow/settings.ts';

interface Service {
  readonly image?: string;
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly network_mode?: string;
  readonly privileged?: boolean;
  readonly logging?: unknown;
  /** A variable without a value is handed on from whoever starts it. */
  readonly environment?: Readonly<Record<string, string | number | null>>;
  readonly build?: { readonly target?: string };
  readonly deploy?: {
    readonly resources: {
      readonly reservations: { readonly devices: readonly { readonly device_ids: readonly string[] }[] };
    };
  };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean } | null>>;
}

const textOf = (name: string): string =>
  readFileSync(new URL(`../../infra/${name}`, import.meta.url), 'utf8');
const read = (name: string): Compose => parse(textOf(name), { merge: true }) as Compose;
const published = ({ services }: Compose): string[] =>
  Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));

const compose = read('compose.yaml');

describe('compose.yaml', () => {
  it('publishes the page alone, and that on this machine unless asked for more', () => {
    expect(published(compose)).toEqual(['page ${PAGE_ADDRESS:-127.0.0.1:3000}:3000']);
    for (const [name, service] of Object.entries(compose.services)) {
      expect([name, service.network_mode, service.privileged]).toEqual([name, undefined, undefined]);
    }
  });

  it('keeps every other service on a network without a way in or out', () => {
    expect(compose.networks).toEqual({ outside: null, inside: { internal: true } });
    const outside = Object.entries(compose.services).filter(
      ([, { networks = ['default'] }]) => networks.join() !== 'inside',
    );
    expect(outside.map(([name, { networks }]) => [name, networks])).toEqual([
      ['page', ['outside', 'inside']],
    ]);
  });

  it('keeps a bounded part of what each service prints', () => {
    const logging = { driver: 'local', options: { 'max-size': '20m', 'max-file': '5' } };
    const { services } = compose;
    expect(Object.values(services).map((service) => service.logging)).toEqual(
      Object.keys(services).map(() => logging),
    );
    expect(read('compose.denoise.yaml').services['denoise-api']?.logging).toEqual(logging);
  });

  it('gives the same secret to dashboard and gateway, and to nobody else', () => {
    const holders = Object.entries(compose.services).filter(
      ([, { environment = {} }]) => 'BEATWATCH_SECRET' in environment,
    );
    expect(holders.map(([name]) => name).sort()).toEqual(['dashboard', 'gateway']);
    expect(new Set(holders.map(([, { environment }]) => environment?.['BEATWATCH_SECRET'])).size).toBe(1);
  });
});

describe('what opens more', () => {
  it('is the port of the devices, with a token', () => {
    const devices = read('compose.devices.yaml');
    expect(published(devices)).toEqual(['ingest ${INGEST_ADDRESS:-127.0.0.1:3002}:3002']);
    expect(devices.services['ingest']?.environment?.['INGEST_HTTP_TOKEN']).toMatch(
      /^\$\{INGEST_HTTP_TOKEN:\?/,
    );
  });

  it('is the notifier, which nothing outside reaches', () => {
    const notify = read('compose.notify.yaml');
    expect(published(notify)).toEqual([]);
    expect(notify.services['notifier']?.networks).toEqual(['outside', 'inside']);
  });

  it('is the denoising API, with a file of keys', () => {
    const denoise = read('compose.denoise.yaml');
    expect(published(denoise)).toEqual(['denoise-api ${DENOISE_ADDRESS:-127.0.0.1:3003}:3003']);
    expect(denoise.services['denoise-api']?.environment?.['DENOISE_KEYS_FILE']).toBe('/keys/keys.json');
  });

  it('is a GPU for each scorer, and nothing else', () => {
    const gpu = read('compose.gpu.yaml');
    expect(published(gpu)).toEqual([]);
    const devices = Object.entries(gpu.services).map(([name, { deploy, environment, build }]) => [
      name,
      deploy?.resources.reservations.devices.map(({ device_ids: ids }) => ids),
      environment?.['SCORER_ENGINE'],
      build?.target,
    ]);
    expect(devices).toEqual([
      ['scorer', [['0']], '${SCORER_ENGINE:-webgpu}', 'gpu'],
      ['scorer-gpu1', [['1']], '${SCORER_ENGINE:-webgpu}', 'gpu'],
    ]);
    expect(textOf('Dockerfile')).toMatch(/^FROM app AS gpu$/m);
    // What is built where no target is asked for has none of it.
    expect(textOf('Dockerfile').trimEnd()).toMatch(/\nFROM app$/);
  });

  it('is a way out for the trainer, to an MLflow server, with every variable that it reads for that', () => {
    const mlflow = read('compose.mlflow.yaml');
    expect(published(mlflow)).toEqual([]);
    expect(Object.keys(mlflow.services)).toEqual(['trainer']);
    const { networks, environment = {} } = mlflow.services['trainer'] ?? {};
    expect(networks).toEqual(['outside', 'inside']);
    expect(Object.keys(environment).toSorted()).toEqual(Object.keys(mlflowVariables).toSorted());
  });
});

describe('compose.single-sign-on.yaml', () => {
  it('is a way out for the dashboard, to a provider, with every variable that it reads for that', () => {
    const overlay = read('compose.single-sign-on.yaml');
    expect(published(overlay)).toEqual([]);
    expect(Object.keys(overlay.services)).toEqual(['dashboard']);
    const { networks, environment = {} } = overlay.services['dashboard'] ?? {};
    expect(networks).toEqual(['outside', 'inside']);
    expect(Object.keys(environment).toSorted()).toEqual(
      ['PUBLIC_URL', ...Object.keys(singleSignOnVariables)].toSorted(),
    );
  });
});

const files = [
  'compose.yaml',
  'compose.devices.yaml',
  'compose.denoise.yaml',
  'compose.gpu.yaml',
  'compose.mlflow.yaml',
  'compose.notify.yaml',
  'compose.single-sign-on.yaml',
];

describe.each(files)('%s', (name) => {
  it('has no default for a password, secret or token, and none in clear', () => {
    const text = textOf(name);
    const secrets = [...text.matchAll(/\$\{(\w*(?:PASSWORD|SECRET|TOKEN)\w*)([^}]*)\}/g)];
    for (const [whole, , rule = ''] of secrets) expect([whole, rule.slice(0, 2)]).toEqual([whole, ':?']);
    for (const { environment = {} } of Object.values(read(name).services)) {
      for (const [variable, value] of Object.entries(environment)) {
        if (value !== null && /PASSWORD|SECRET|TOKEN/.test(variable))
          expect(String(value)).toMatch(/^\$\{\w+:\?.+\}$/);
        expect(String(value)).not.toMatch(/:\/\/[^:/]+:[^$@]+@/);
      }
    }
  });
});
