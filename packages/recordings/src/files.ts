import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { parseArff, type ArffTable } from './arff/arff.ts';
import { parseBeatTable, type BeatTable } from './arff/beat-table.ts';
import type { ReadOptions } from './options.ts';
import type { RecordingError } from './errors.ts';
import { parseByContent } from './parse-by-content.ts';
import type { EcgRecording } from './recording.ts';
import { parseWfdbAnnotations, type WfdbAnnotation } from './wfdb/annotations.ts';
import { parseWfdbHeader } from './wfdb/header.ts';
import { textOf } from './text-of.ts';
import { assembleWfdbRecord, type OnUnusableSignal, type WfdbRecord } from './wfdb/record.ts';
import { wfdbRecording } from './wfdb/wfdb-recording.ts';

const wfdbExtensions = new Set(['.hea', '.dat', '.atr']);

/**
 * Reads a recording in any supported format: WFDB (with or without an extension), CSV, MAT of level 4, EDF and EDF+.
 * A file with a WFDB header of its name beside it is read through that header. Otherwise its first bytes say what it is,
 * whatever its extension.
 * @param path of the file; for a WFDB record also without an extension
 * @throws RecordingError with the file, what was found and what was expected; the file system's own error where the file
 * cannot be read
 */
export async function readRecording(path: string, options: ReadOptions = {}): Promise<EcgRecording> {
  const stem = path.slice(0, path.length - extname(path).length);
  if (wfdbExtensions.has(extname(path).toLowerCase())) return readWfdb(stem);
  if (await isFile(`${path}.hea`)) return readWfdb(path);
  if (extname(path) !== '' && (await isFile(`${stem}.hea`))) return readWfdb(stem);
  return parseByContent(await readFile(path), basename(path), options);
}

/** @throws RecordingError where the file is not ARFF; the file system's own error where it cannot be read */
export async function readArffFile(path: string): Promise<ArffTable> {
  return parseArff(await readFile(path, 'utf8'), basename(path));
}

/**
 * @param onIncomplete called with each beat that lacks a value, which is left out. Default: it is an error
 * @throws RecordingError where the file is not a table of beats; the file system's own error where it cannot be read
 */
export async function readBeatTable(
  path: string,
  onIncomplete?: (reason: string) => void,
): Promise<BeatTable> {
  return parseBeatTable(await readFile(path, 'utf8'), basename(path), onIncomplete);
}

/**
 * Reads `PATH.hea`, the signal files beside it that it names, and the annotations in `PATH.atr` where that file exists.
 * @param annotator extension of the annotation file; default `atr`
 * @param onUnusable called with each signal that cannot be read, which is left out. Default: the first one is an error
 * @throws RecordingError where a file is malformed; the file system's own error where one cannot be read
 */
export async function readWfdbRecord(
  pathWithoutExtension: string,
  annotator = 'atr',
  onUnusable?: OnUnusableSignal,
): Promise<WfdbRecord> {
  const folder = dirname(pathWithoutExtension);
  const name = basename(pathWithoutExtension);
  const header = parseWfdbHeader(textOf(await readFile(`${pathWithoutExtension}.hea`)), `${name}.hea`);
  const fileNames = [...new Set(header.signals.map((signal) => signal.fileName))];
  const files = await Promise.all(
    // Only files beside the header: a path in it must not lead elsewhere.
    fileNames.map(async (file): Promise<[string, Uint8Array][]> => {
      try {
        return [[file, await readFile(join(folder, basename(file)))]];
      } catch (error) {
        if (onUnusable !== undefined && isNotThere(error)) return [];
        throw error;
      }
    }),
  );
  const annotations = await readWfdbAnnotations(pathWithoutExtension, annotator);
  return assembleWfdbRecord(header, new Map(files.flat()), annotations, onUnusable);
}

/**
 * Reads the annotations of a record without its signals; none where it has no annotation file.
 * @param annotator extension of the annotation file; default `atr`
 * @throws RecordingError where the file is malformed; the file system's own error where it cannot be read
 */
export async function readWfdbAnnotations(
  pathWithoutExtension: string,
  annotator = 'atr',
): Promise<WfdbAnnotation[]> {
  const path = `${pathWithoutExtension}.${annotator}`;
  try {
    return parseWfdbAnnotations(await readFile(path), basename(path));
  } catch (error) {
    if (isNotThere(error)) return [];
    throw error;
  }
}

const isNotThere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

async function readWfdb(pathWithoutExtension: string): Promise<EcgRecording> {
  const unusable = new Map<string, RecordingError>();
  const record = await readWfdbRecord(pathWithoutExtension, 'atr', (lead, error) =>
    unusable.set(lead, error),
  );
  return wfdbRecording(record, unusable);
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
