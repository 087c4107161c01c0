import { z } from 'zod';
import type { MlflowClient } from './client.ts';
import { modelFiles } from './model-files.ts';
import { hasErrorCode, pairs } from './runs.ts';

/** Name of the registered model whose versions are those of the wearable model. */
const registeredName = 'beatwatch-wearable';
const versionTag = 'beatwatch.version';
const nothing = z.object({});
const tagsSchema = z.array(z.object({ key: z.string(), value: z.string() })).default([]);

/** What MLflow's registry knows. */
export interface MlflowRegistry {
  /** MLflow's number of each version of ours. */
  readonly numbers: Map<string, string>;
  /** MLflow's number of the version that has the alias. */
  readonly aliases: Readonly<Record<string, string>>;
}

/** Reads the registered model, which is made where it is missing. */
export async function readRegistry(client: MlflowClient): Promise<MlflowRegistry> {
  const found = z.object({
    registered_model: z.object({
      aliases: z.array(z.object({ alias: z.string(), version: z.coerce.string() })).default([]),
    }),
  });
  let aliases: Readonly<Record<string, string>> = {};
  try {
    const { registered_model: model } = await client.call(
      'GET',
      'registered-models/get',
      { name: registeredName },
      found,
    );
    aliases = Object.fromEntries(model.aliases.map(({ alias, version }) => [alias, version]));
  } catch (error) {
    if (!hasErrorCode(error, 'RESOURCE_DOES_NOT_EXIST')) throw error;
    await client
      .call('POST', 'registered-models/create', { name: registeredName }, nothing)
      .catch((failure: unknown) => {
        if (!hasErrorCode(failure, 'RESOURCE_ALREADY_EXISTS')) throw failure;
      });
  }
  return { numbers: await readNumbers(client), aliases };
}

async function readNumbers(client: MlflowClient): Promise<Map<string, string>> {
  const page = z.object({
    model_versions: z.array(z.object({ version: z.coerce.string(), tags: tagsSchema })).default([]),
    next_page_token: z.string().optional(),
  });
  const numbers = new Map<string, string>();
  let token = '';
  do {
    const found = await client.call(
      'GET',
      'model-versions/search',
      { filter: `name='${registeredName}'`, max_results: 1000, ...(token !== '' && { page_token: token }) },
      page,
    );
    for (const { version, tags } of found.model_versions) {
      const ours = tags.find(({ key }) => key === versionTag)?.value;
      if (ours !== undefined) numbers.set(ours, version);
    }
    token = found.next_page_token ?? '';
  } while (token !== '');
  return numbers;
}

export interface SentModel {
  readonly version: string;
  /** Of its files. */
  readonly folder: string;
  readonly experiment: string;
  /** The run that it came of. */
  readonly runId: string;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Sends a model with its ONNX export, and registers it.
 * @returns MLflow's number of the version
 * @throws MlflowError, ModelCoreError where its files are missing or broken
 */
export async function sendModel(client: MlflowClient, sent: SentModel): Promise<string> {
  const { version, folder, experiment, runId, params } = sent;
  const model = z.object({
    model: z.object({ info: z.object({ model_id: z.string(), artifact_uri: z.string() }) }),
  });
  const tags = { [versionTag]: version };
  const {
    model: { info },
  } = await client.call(
    'POST',
    'logged-models',
    {
      experiment_id: experiment,
      name: version,
      source_run_id: runId,
      model_type: 'autoencoder',
      params: pairs(params),
      tags: pairs(tags),
    },
    model,
  );
  const id = info.model_id;
  for (const { name, bytes } of await modelFiles(folder, id))
    await client.upload(info.artifact_uri, name, bytes);
  await client.call('PATCH', `logged-models/${id}`, { model_id: id, status: 'LOGGED_MODEL_READY' }, nothing);
  await client.call('POST', 'runs/outputs', { run_id: runId, models: [{ model_id: id, step: 0 }] }, nothing);
  const registered = await client.call(
    'POST',
    'model-versions/create',
    { name: registeredName, source: info.artifact_uri, run_id: runId, model_id: id, tags: pairs(tags) },
    z.object({ model_version: z.object({ version: z.coerce.string() }) }),
  );
  return registered.model_version.version;
}

/** Gives an alias to a version, or takes it away. */
export async function setAlias(
  client: MlflowClient,
  alias: string,
  version: string | undefined,
): Promise<void> {
  const which = { name: registeredName, alias };
  await (version === undefined
    ? client.call('DELETE', 'registered-models/alias', which, nothing)
    : client.call('POST', 'registered-models/alias', { ...which, version }, nothing));
}
