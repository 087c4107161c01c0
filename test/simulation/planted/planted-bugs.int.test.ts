import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { bundleWorker, type SourceChange } from '../bundle.ts';
import { runSeeds } from '../run-seeds.ts';
import type { SeedReply } from '../worker.ts';
import { plantedBugs } from './planted-bugs.ts';

/** Seeds after which a bug counts as not found. */
const most = 40;

interface Finding {
  readonly name: string;
  readonly seed: number;
  readonly problem: string;
}

function* seedsFrom(first: number, number: number): Generator<number> {
  for (let seed = first; seed < first + number; seed += 1) yield seed;
}

const problemOf = (reply: SeedReply): string | undefined =>
  'error' in reply ? reply.error.split('\n')[0] : reply.problems[0];

/** The first seed that a bug fails in. */
async function findingOf(bug: SourceChange): Promise<Finding | undefined> {
  const worker = await bundleWorker(bug);
  const findings: Finding[] = [];
  try {
    await runSeeds({
      worker,
      seeds: seedsFrom(1, most),
      processes: availableParallelism(),
      onReply: (reply) => {
        const problem = problemOf(reply);
        if (problem !== undefined) findings.push({ name: bug.name, seed: reply.seed, problem });
        return problem !== undefined;
      },
    });
  } finally {
    rmSync(worker, { force: true });
  }
  return findings[0];
}

describe('the simulation', () => {
  it('comes to the same in every run of a seed, without a problem', async () => {
    const worker = await bundleWorker();
    const replies: SeedReply[] = [];
    await runSeeds({
      worker,
      seeds: [2, 2],
      processes: 2,
      onReply: (reply) => {
        replies.push(reply);
        return false;
      },
    });
    rmSync(worker, { force: true });
    expect(replies.map(problemOf)).toEqual([undefined, undefined]);
    const hashes = replies.map((reply) => ('hash' in reply ? reply.hash : reply.error));
    expect(hashes[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(hashes[1]).toBe(hashes[0]);
  });

  it('finds at least 18 of 20 planted bugs', { timeout: 1_800_000 }, async () => {
    const missed: string[] = [];
    for (const bug of plantedBugs) {
      const finding = await findingOf(bug);
      if (finding === undefined) missed.push(bug.name);
      else console.log(`found in seed ${finding.seed}: ${bug.name} (${finding.problem.slice(0, 150)})`);
    }
    for (const name of missed) console.log(`NOT FOUND in ${most} seeds: ${name}`);
    expect(plantedBugs.length - missed.length).toBeGreaterThanOrEqual(18);
  });
});
