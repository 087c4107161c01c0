import { spawn } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Candidate } from './candidate.ts';
import { outOfTime, parseFinding, type Finding } from './finding.ts';

/** What came of one candidate. */
export interface Outcome {
  readonly findings: readonly Finding[];
  /** Why there is no more: what it said last, where it failed. Undefined where it came to its end. */
  readonly ended?: string;
  readonly seconds: number;
}

/** Characters of a failing program's last words that are kept. */
const keptWords = 600;

/** Runs one candidate in a process of its own, which is ended when its time is over: what it has found by then counts. */
export async function runCandidate(candidate: Candidate, seconds: number): Promise<Outcome> {
  const startedMs = performance.now();
  const { program, args, env } = candidate.command(Math.max(0, seconds - 1));
  const over = AbortSignal.timeout(Math.round(seconds * 1000));
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    signal: over,
    killSignal: 'SIGKILL',
  });
  const findings: Finding[] = [];
  createInterface(child.stdout).on('line', (line) => {
    const finding = parseFinding(line);
    if (finding !== undefined) findings.push(finding);
  });
  let words = '';
  child.stderr.on('data', (text: Buffer) => {
    words = (words + text.toString()).slice(-keptWords);
  });
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => {
      if (!over.aborted) resolve(`${program} could not be started: ${error.message}`);
    });
    child.once('close', (code, signal) => {
      const said = words.trim();
      if (code === 0) resolve(undefined);
      else resolve(said === '' ? `it ended with ${String(signal ?? code)}` : said);
    });
  });
  const ended = over.aborted ? outOfTime : failure;
  return {
    findings,
    ...(ended !== undefined && { ended }),
    seconds: (performance.now() - startedMs) / 1000,
  };
}
