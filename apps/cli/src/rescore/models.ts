import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { PatientId } from '@beatwatch/contracts';
import { openModels, type OpenModels } from '@beatwatch/scorer';
import { beatsFolderOf, type SignalModelFolders } from '@beatwatch/signal-models';
import type { Repositories } from '@beatwatch/timescale';
import { registryFolderOf } from '@beatwatch/trainer/models-folder';
import type { CliConfig } from '../config.ts';

/** Beats that are encoded together: nobody waits for the first of them. */
const maxBatch = 1024;

/** Folders of the models that judge each second, as ingest is told them. */
export function signalModelFolders(): SignalModelFolders {
  const { INGEST_QUALITY_MODEL_DIR: quality, INGEST_FIBRILLATION_MODEL_DIR: fibrillation } = process.env;
  return { quality, fibrillation };
}

/**
 * Opens the models that judge stored signal.
 * @param name folder of one model, with its own trees that tell classes if it has any; or the version of one that was trained
 * here. Default: the models of the scorer
 */
export function openRescoringModels(
  name: string | undefined,
  config: Pick<CliConfig, 'dataDir'>,
): Promise<OpenModels> {
  const folder = name === undefined ? undefined : folderOf(name, config);
  const { SCORER_MODEL_DIRS, SCORER_BEATS_MODEL_DIR, SCORER_PRECISION } = process.env;
  const beatsFolder = (folder && beatsFolderOf(folder)) ?? SCORER_BEATS_MODEL_DIR;
  const folders = folder ?? SCORER_MODEL_DIRS;
  return openModels({
    ...(folders !== undefined && { SCORER_MODEL_DIRS: folders }),
    ...(beatsFolder !== undefined && { SCORER_BEATS_MODEL_DIR: beatsFolder }),
    SCORER_THREADS: 1,
    SCORER_PRECISION: SCORER_PRECISION === 'int8' ? 'int8' : 'float32',
    SCORER_MAX_BATCH: maxBatch,
    SCORER_MAX_WAIT_MS: 0,
  });
}

/** Version of the trained model that judges a patient now; undefined for the models that scorers are started with. */
export async function assignedModel(
  { assignments }: Pick<Repositories, 'assignments'>,
  patientId: PatientId,
  config: Pick<CliConfig, 'dataDir'>,
): Promise<string | undefined> {
  const { patients, everybody } = await assignments.inForce();
  const version = patients.get(patientId) ?? everybody;
  return version !== undefined && existsSync(join(registryFolderOf(config.dataDir), version))
    ? version
    : undefined;
}

/** A folder goes before a version of the same name. */
function folderOf(name: string, config: Pick<CliConfig, 'dataDir'>): string {
  const trained = join(registryFolderOf(config.dataDir), name);
  return !existsSync(name) && existsSync(trained) ? trained : name;
}
