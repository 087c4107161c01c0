import process from 'node:process';
import { createBank } from './patients/bank.ts';
import { loadSimulatedModels } from './processes/models.ts';
import { simulate, startMs, type Outcome, type World } from './simulation.ts';

/** What the parent asks for: seeds, one after the other. */
export interface SeedRequest {
  readonly seed: number;
  readonly keepsTrace: boolean;
}

/** The outcome of a seed, or what went wrong with the simulation itself. */
export type SeedReply = Outcome | { readonly seed: number; readonly error: string };

async function loadWorld(): Promise<World> {
  const models = await loadSimulatedModels();
  return { models, bank: createBank(startMs, models.signal) };
}

/** Code that is changed may throw where nobody listens. */
const strays: string[] = [];
process.on('unhandledRejection', (error) => strays.push(String(error)));
process.on('uncaughtException', (error) => strays.push(error.stack ?? String(error)));

const world = loadWorld();

async function replyTo({ seed, keepsTrace }: SeedRequest): Promise<SeedReply> {
  strays.length = 0;
  try {
    const outcome = await simulate(seed, await world, { keepsTrace });
    return { ...outcome, problems: [...outcome.problems, ...strays.map((stray) => `stray: ${stray}`)] };
  } catch (error) {
    return { seed, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on('message', (request: SeedRequest) => {
  void replyTo(request).then((reply) => {
    process.send?.(reply);
  });
});
process.on('disconnect', () => {
  process.exit(0);
});
