import { join } from 'node:path';

/** Folder of the models in a trainer's data folder; paths of registered models are below it. */
export const modelsFolderOf = (dataDir: string): string => join(dataDir, 'models');

/** Folder with a folder for each model that was trained here, by its version. */
export const registryFolderOf = (dataDir: string): string => join(modelsFolderOf(dataDir), 'registry');
