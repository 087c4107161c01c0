import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Folder of the models that each were trained without a part of the records: `folds/PART/NAME`. */
const foldsFolder = fileURLToPath(new URL('../models/folds', import.meta.url));

/**
 * Folders of the shipped fold models of a kind, in order of their parts' names.
 * @param name of the shipped model's folder, such as `quality`
 */
export function signalModelFolds(name: string): readonly string[] {
  if (!existsSync(foldsFolder)) return [];
  return readdirSync(foldsFolder)
    .sort()
    .map((part) => join(foldsFolder, part, name))
    .filter((folder) => existsSync(join(folder, 'model.json')));
}

const descriptionSchema = z.object({
  training: z.object({ records: z.record(z.string(), z.array(z.string())) }),
});

/**
 * Names of the records that a signal model was trained on, by data set.
 * @throws the file system's own error, SyntaxError or ZodError where the description cannot be read
 */
export async function learnedRecords(folder: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const description: unknown = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
  return descriptionSchema.parse(description).training.records;
}
