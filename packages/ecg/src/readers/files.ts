import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseArff, type ArffTable } from './arff.ts';
import { parseBeatTable, type BeatTable } from './beat-table.ts';
import { parseWfdbAnnotations, type WfdbAnnotation } from './wfdb-annotations.ts';
import { parseWfdbHeader } from './wfdb-header.ts';
import { assembleWfdbRecord, type WfdbRecord } from './wfdb-record.ts';

/** @throws EcgError where the file is no ARFF; the file system's own error where it cannot be read. */
export async function readArffFile(path: string): Promise<ArffTable> {
  return parseArff(await readFile(path, 'utf8'), basename(path));
}

/** @throws EcgError where the file is no table of beats; the file system's own error where it cannot be read. */
export async function readBeatTable(path: string): Promise<BeatTable> {
  return parseBeatTable(await readFile(path, 'utf8'), basename(path));
}

/**
 * Reads `PATH.hea`, the signal files it names beside it, and `PATH.atr` where there is one.
 * @param annotator extension of the annotation file; default `atr`.
 * @throws EcgError where a file is malformed; the file system's own error where one cannot be read.
 */
export async function readWfdbRecord(pathWithoutExtension: string, annotator = 'atr'): Promise<WfdbRecord> {
  const folder = dirname(pathWithoutExtension);
  const name = basename(pathWithoutExtension);
  const header = parseWfdbHeader(await readFile(`${pathWithoutExtension}.hea`, 'latin1'), `${name}.hea`);
  const fileNames = [...new Set(header.signals.map((signal) => signal.fileName))];
  const files = await Promise.all(
    // A header names files beside it, never elsewhere.
    fileNames.map(async (file) => [file, await readFile(join(folder, basename(file)))] as const),
  );
  const annotations = await readAnnotations(`${pathWithoutExtension}.${annotator}`);
  return assembleWfdbRecord(header, new Map(files), annotations);
}

async function readAnnotations(path: string): Promise<WfdbAnnotation[]> {
  try {
    return parseWfdbAnnotations(await readFile(path), basename(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
