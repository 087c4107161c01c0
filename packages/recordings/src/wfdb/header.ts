import { shown } from '@beatwatch/contracts';
import { malformed, unsupported, type TextPosition } from '../errors.ts';

/** A signal line of a header (https://physionet.org/physiotools/wag/header-5.htm). */
export interface WfdbSignalHeader {
  readonly fileName: string;
  readonly format: number;
  /** Bytes before the first sample, as in `16+24` for a MATLAB file. */
  readonly byteOffset: number;
  /** Counts per physical unit; 200 where the header gives 0 or nothing ("uncalibrated"). */
  readonly countsPerUnit: number;
  /** Count at 0 physical units. */
  readonly baseline: number;
  readonly units: string;
  readonly adcZero: number;
  readonly initialValue: number | undefined;
  /** Sum of all counts, modulo 2^16, -32768 to 32767. */
  readonly checksum: number | undefined;
  readonly description: string;
}

export interface WfdbHeader {
  readonly recordName: string;
  readonly samplingRateHz: number;
  /** Samples of each signal; absent: up to the end of the file. */
  readonly sampleCount: number | undefined;
  readonly signals: readonly WfdbSignalHeader[];
  /** Without the leading `#`. */
  readonly comments: readonly string[];
}

const defaultSamplingRateHz = 250;
const defaultCountsPerUnit = 200;

/**
 * Reads a WFDB header. Multi-segment records, several samples a frame and skewed signals are refused.
 * @throws RecordingError with file, line and column
 */
export function parseWfdbHeader(text: string, fileName: string): WfdbHeader {
  const comments: string[] = [];
  const lines: { words: Word[]; at: TextPosition }[] = [];
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line.startsWith('#')) comments.push(line.slice(1).trim());
    else if (line.trim() !== '') {
      lines.push({ words: wordsOf(line), at: { file: fileName, line: index + 1, column: 1 } });
    }
  }
  const [recordLine, ...signalLines] = lines;
  if (recordLine === undefined) {
    throw malformed({
      file: fileName,
      line: 1,
      column: 1,
      field: 'record line',
      expected: 'NAME SIGNALS RATE …',
    });
  }
  const record = readRecordLine(recordLine.words, recordLine.at);
  if (signalLines.length < record.signalCount) {
    throw malformed({
      file: fileName,
      line: lines.at(-1)?.at.line ?? 1,
      column: 1,
      found: `${signalLines.length} signal lines`,
      expected: `${record.signalCount}`,
    });
  }
  const { signalCount, ...rest } = record;
  return {
    ...rest,
    signals: signalLines.slice(0, signalCount).map(({ words, at }) => readSignalLine(words, at)),
    comments,
  };
}

interface Word {
  readonly text: string;
  readonly column: number;
}

const wordsOf = (line: string): Word[] =>
  [...line.matchAll(/\S+/g)].map((match) => ({ text: match[0], column: match.index + 1 }));

function readRecordLine(
  words: readonly Word[],
  at: TextPosition,
): Omit<WfdbHeader, 'signals' | 'comments'> & { readonly signalCount: number } {
  const [name, signals, rate, samples] = words;
  if (name === undefined || signals === undefined) {
    throw malformed({ ...at, found: 'a short record line', expected: 'NAME SIGNALS RATE SAMPLES' });
  }
  const segments = /^(.+)\/(\d+)$/.exec(name.text);
  if (segments !== null) {
    throw unsupported({
      ...at,
      column: name.column,
      found: `a record of ${segments[2] ?? ''} segments`,
      expected: 'a single segment',
    });
  }
  const sampleCount = wordNumber(samples, at, /^\d+/, 'a number of samples') ?? 0;
  return {
    recordName: name.text,
    signalCount: wordNumber(signals, at, /^\d+$/, 'a number of signals') ?? 0,
    samplingRateHz: wordNumber(rate, at, /^\d+\.?\d*/, 'a sampling rate in Hz') ?? defaultSamplingRateHz,
    sampleCount: sampleCount === 0 ? undefined : sampleCount,
  };
}

const formatPattern = /^(\d+)(?:x(\d+))?(?::(\d+))?(?:\+(\d+))?$/;
const gainPattern = /^(-?\d+\.?\d*(?:e[+-]?\d+)?)(?:\((-?\d+)\))?(?:\/(\S+))?$/i;

function readSignalLine(words: readonly Word[], at: TextPosition): WfdbSignalHeader {
  const [file, format, gain, , zero, initial, checksum, , ...description] = words;
  if (file === undefined || format === undefined) {
    throw malformed({ ...at, found: 'a short signal line', expected: 'FILE FORMAT GAIN …' });
  }
  const formatAt = { ...at, column: format.column };
  const parts = formatPattern.exec(format.text);
  if (parts === null)
    throw malformed({ ...formatAt, found: shown(format.text), expected: 'a signal format' });
  if ((parts[2] ?? '1') !== '1' || (parts[3] ?? '0') !== '0') {
    throw unsupported({ ...formatAt, found: shown(format.text), expected: 'one sample a frame and no skew' });
  }
  const gainParts = gain === undefined ? undefined : gainPattern.exec(gain.text);
  if (gainParts === null) {
    throw malformed({
      ...at,
      column: gain?.column ?? 1,
      found: shown(gain?.text ?? ''),
      expected: 'GAIN(BASELINE)/UNITS',
    });
  }
  const countsPerUnit = Number(gainParts?.[1] ?? 0);
  const adcZero = wordNumber(zero, at, /^-?\d+$/, 'an ADC zero') ?? 0;
  return {
    fileName: file.text,
    format: Number(parts[1]),
    byteOffset: Number(parts[4] ?? 0),
    countsPerUnit: countsPerUnit === 0 ? defaultCountsPerUnit : countsPerUnit,
    baseline: gainParts?.[2] === undefined ? adcZero : Number(gainParts[2]),
    units: gainParts?.[3] ?? 'mV',
    adcZero,
    initialValue: wordNumber(initial, at, /^-?\d+$/, 'an initial value'),
    checksum: wordNumber(checksum, at, /^-?\d+$/, 'a checksum'),
    description: description.map(({ text }) => text).join(' '),
  };
}

function wordNumber(
  word: Word | undefined,
  at: TextPosition,
  pattern: RegExp,
  expected: string,
): number | undefined {
  if (word === undefined) return undefined;
  const match = pattern.exec(word.text);
  if (match === null) {
    throw malformed({ ...at, column: word.column, found: shown(word.text), expected });
  }
  return Number(match[0]);
}
