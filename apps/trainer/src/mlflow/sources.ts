import { join } from 'node:path';
import { wearableModelDirectory } from '@beatwatch/adaptation';
import type { Job, JobQueue } from '@beatwatch/job-queue';
import { loadModel, type ModelManifest } from '@beatwatch/model-core';
import { wearable, type Repositories } from '@beatwatch/timescale';
import { retrainKind } from '../jobs/retrain-job.ts';
import { modelsFolderOf } from '../models-folder.ts';

export interface SourceModel {
  readonly version: string;
  /** Of its files. */
  readonly folder: string;
  /** The job that trained it; undefined for the shipped one. */
  readonly jobId?: string;
  readonly manifest: Pick<ModelManifest, 'training' | 'metrics' | 'preprocessing'>;
}

/** Which version has which role; undefined: none has. */
export type Roles = Readonly<Record<'champion' | 'challenger', string | undefined>>;

/** What there is to be sent. */
export interface Sources {
  /** The newest first. */
  readonly jobs: readonly Job[];
  /** Those that were trained here, and the shipped one. */
  readonly models: readonly SourceModel[];
  readonly roles: Roles;
}

interface SourceOptions {
  readonly queue: JobQueue;
  readonly repositories: Pick<Repositories, 'models'>;
  readonly dataDir: string;
}

const mostJobs = 200;
const mostModels = 1000;

/** The newest 200 jobs and 1000 models, with their roles. */
export async function readSources({ queue, repositories, dataDir }: SourceOptions): Promise<Sources> {
  const { models } = repositories;
  const shipped = await loadModel(wearableModelDirectory());
  const trained = await models.list(mostModels);
  const roles = await readRoles(repositories);
  return {
    jobs: await queue.list({ kind: retrainKind, limit: mostJobs }),
    models: [
      {
        version: shipped.manifest.version,
        folder: wearableModelDirectory(),
        manifest: shipped.manifest,
      },
      ...trained.map(({ version, folder, jobId, manifest }) => ({
        version,
        folder: join(modelsFolderOf(dataDir), folder),
        jobId,
        // As `registerModel` stored it.
        manifest: manifest as ModelManifest,
      })),
    ],
    roles: { ...roles, champion: roles.champion ?? shipped.manifest.version },
  };
}

export async function readRoles({ models }: Pick<Repositories, 'models'>): Promise<Roles> {
  return {
    champion: await models.aliased(wearable, 'champion'),
    challenger: await models.aliased(wearable, 'challenger'),
  };
}
