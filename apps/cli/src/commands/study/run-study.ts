import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../../config.ts';
import { commandLine } from '../../terminal/command-line.ts';
import { createOutput, type Output } from '../../terminal/output.ts';
import { writeResultFile } from '../../terminal/result-file.ts';

/** The options of every study. */
export interface StudyFlags {
  readonly data: string;
  readonly out?: string;
  readonly quick?: boolean;
  readonly resume?: boolean;
  readonly json?: boolean;
}

export interface StudyContext {
  readonly dataFolder: string;
  /** As typed. */
  readonly command: string;
  readonly checkpointDirectory: string;
  readonly nowMs: () => number;
}

export interface FinishedStudy {
  readonly outcome: object;
  readonly html: string;
  /** The outcome for a terminal. */
  readonly text: string;
}

/** Runs a study with its checkpoints in the data folder, and writes its report. */
export async function runStudy(
  name: string,
  { data, out, quick = false, resume = false, json = false }: StudyFlags,
  run: (context: StudyContext, output: Output) => Promise<FinishedStudy>,
): Promise<void> {
  const { dataDir } = readConfig();
  const output = createOutput(json);
  const checkpointDirectory = join(dataDir, 'studies', quick ? `${name}-quick` : name);
  if (!resume) await rm(checkpointDirectory, { recursive: true, force: true });
  const context = {
    dataFolder: data,
    command: commandLine(),
    checkpointDirectory,
    nowMs: () => performance.now(),
  };
  const { outcome, html, text } = await run(context, output);
  const report = await writeResultFile(out ?? join(dataDir, 'reports', `${name}.html`), html);
  await rm(checkpointDirectory, { recursive: true, force: true });
  output.result({ ...outcome, report }, `${text}\nReport: ${report}`);
}
