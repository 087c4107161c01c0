import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, processStart } from '@beatwatch/service-kit/process';
import { z } from 'zod';
import { modelNames } from './model-names.ts';

const stackSchema = z.object({
  pid: z.number(),
  startedAt: z.string(),
  url: z.string(),
  gatewayUrl: z.string(),
  /** Where devices post packets over HTTP. */
  ingestUrl: z.string(),
  /** Where jobs of the trainer are listed and created; absent in the file of an earlier version. */
  trainerUrl: z.string().optional(),
  model: z.enum(modelNames),
  databaseUrl: z.string(),
  /** Absent with the in-process adapter, which other processes cannot reach. */
  brokers: z.array(z.string()).optional(),
  parts: z.array(z.object({ name: z.string(), pid: z.number(), metricsUrl: z.string().optional() })),
});

const fileSchema = stackSchema.extend({
  /** When the process `pid` started: another one may have its number by now. Absent where the system does not say. */
  processStart: z.string().optional(),
});

/** Addresses and processes of a running stack, for the other commands. */
export type Stack = z.output<typeof stackSchema>;

const fileOf = (dataDir: string): string => join(dataDir, 'stack.json');

/** Makes the data folder, which only its owner can enter: it holds patients' data. */
export async function makeDataFolder(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await chmod(dataDir, 0o700);
}

/** Replaces the file as a whole: a reader never finds half of it. */
export async function writeStack(dataDir: string, stack: Stack): Promise<void> {
  const file: z.output<typeof fileSchema> = { ...stack, processStart: await processStart(stack.pid) };
  const written = `${fileOf(dataDir)}.new`;
  // It holds the database's password.
  await writeFile(written, `${JSON.stringify(file, undefined, 2)}\n`, { mode: 0o600 });
  await rename(written, fileOf(dataDir));
}

export async function removeStack(dataDir: string): Promise<void> {
  await rm(fileOf(dataDir), { force: true });
}

/** The stack that runs on this data folder; undefined if there is no such process, even where a crash left the file. */
export async function readStack(dataDir: string): Promise<Stack | undefined> {
  let text: string;
  try {
    text = await readFile(fileOf(dataDir), 'utf8');
  } catch {
    return undefined;
  }
  const { success, data } = fileSchema.safeParse(safeJson(text));
  if (!success || !isAlive(data.pid)) return undefined;
  const { processStart: started, ...stack } = data;
  return started === undefined || started === (await processStart(stack.pid)) ? stack : undefined;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
