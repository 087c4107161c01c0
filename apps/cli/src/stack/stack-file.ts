import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '@beatwatch/service-kit/process';
import { z } from 'zod';
import { modelNames } from './model-names.ts';

const stackSchema = z.object({
  pid: z.number(),
  startedAt: z.string(),
  url: z.string(),
  gatewayUrl: z.string(),
  /** Where devices post packets over HTTP. */
  ingestUrl: z.string(),
  model: z.enum(modelNames),
  databaseUrl: z.string(),
  /** Absent with the in-process adapter, which other processes cannot reach. */
  brokers: z.array(z.string()).optional(),
  parts: z.array(z.object({ name: z.string(), pid: z.number(), metricsUrl: z.string().optional() })),
});

/** Addresses and processes of a running stack, for the other commands. */
export type Stack = z.output<typeof stackSchema>;

const fileOf = (dataDir: string): string => join(dataDir, 'stack.json');

export async function writeStack(dataDir: string, stack: Stack): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await writeFile(fileOf(dataDir), `${JSON.stringify(stack, undefined, 2)}\n`);
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
  const parsed = stackSchema.safeParse(safeJson(text));
  return parsed.success && isAlive(parsed.data.pid) ? parsed.data : undefined;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
