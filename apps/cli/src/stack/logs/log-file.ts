import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { lastLines } from '@beatwatch/service-kit/process';
import { formerLog } from './rotate-log.ts';

const endBytes = 4096;
/** Lines that wait for a slow disk; further ones are dropped. */
const mostWaitingBytes = 1_048_576;

/** The last lines of a log, some of a former file where the log was cut a moment ago; empty where it cannot be read. */
export async function lastLinesOf(path: string, count = 3): Promise<string> {
  const end = await endOf(path);
  const enough = end.trim().split('\n').length >= count;
  return lastLines(enough ? end : (await endOf(formerLog(path, 1))) + end, count);
}

async function endOf(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const start = Math.max(0, size - endBytes);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(endBytes), 0, endBytes, start);
      return buffer.subarray(0, bytesRead).toString();
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}

export interface LogFile {
  write(line: string): void;
  close(): void;
}

/** Opens a log file for further lines, each with its time. Lines that a full or slow disk does not take are lost. */
export async function openLogFile(path: string): Promise<LogFile> {
  await mkdir(dirname(path), { recursive: true });
  let stream: WriteStream | undefined;
  const opened = (): WriteStream => {
    if (stream === undefined || stream.destroyed) {
      stream = createWriteStream(path, { flags: 'a' });
      stream.on('error', () => undefined);
    }
    return stream;
  };
  return {
    write: (line) => {
      const file = opened();
      if (file.writableLength < mostWaitingBytes) file.write(`${new Date().toISOString()} ${line}\n`);
    },
    close: () => {
      stream?.end();
    },
  };
}
