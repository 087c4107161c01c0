import process from 'node:process';
import { progressBar, formatProgress, type Done } from './progress-bar.ts';

/** Output of a command: progress for people on stderr, the result on stdout. */
export interface Output {
  readonly json: boolean;
  /** A step that has begun or ended; for people only. */
  step(text: string): void;
  /**
   * Rewrites one line while a step runs, with a bar where its share is known. Where stderr is no terminal, a line every
   * 5 s.
   */
  progress(text: string, done?: Done): void;
  /** Prints the value as JSON with `--json`, else the text. */
  result(value: unknown, text: string): void;
}

const everyMs = 5000;

export function createOutput(json: boolean): Output {
  const live = process.stderr.isTTY;
  let open = false;
  let printedMs = Number.NEGATIVE_INFINITY;
  const endLine = (): void => {
    if (open) process.stderr.write('\n');
    open = false;
  };
  return {
    json,
    step(text) {
      endLine();
      process.stderr.write(`${text}\n`);
    },
    progress(text, done) {
      if (live) {
        const line = done === undefined ? text : `${progressBar(done)}  ${text}`;
        process.stderr.write(`\r\u001b[K${line.slice(0, process.stderr.columns - 1)}`);
        open = true;
      } else if (performance.now() - printedMs >= everyMs) {
        printedMs = performance.now();
        process.stderr.write(done === undefined ? `${text}\n` : `${formatProgress(done)}: ${text}\n`);
      }
    },
    result(value, text) {
      endLine();
      process.stdout.write(json ? `${JSON.stringify(value, undefined, 2)}\n` : `${text}\n`);
    },
  };
}

/** Rows with aligned columns, as text. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
