import type { Repositories } from '@beatwatch/timescale';
import { asTimescaleError } from '../../../packages/timescale/src/errors.ts';
import type { Chance } from '../chance.ts';
import { delay } from '../clock.ts';
import type { Host } from '../host.ts';
import type { Trace } from '../trace.ts';
import type { Weather } from '../weather.ts';
import { effects } from './effects.ts';
import { realStatements } from './real-statements.ts';
import { Tables } from './tables.ts';

export interface Surroundings {
  readonly chance: Chance;
  readonly weather: Weather;
  readonly trace: Trace;
  readonly nowMs: () => number;
}

type Statement = (...args: readonly unknown[]) => Promise<unknown>;

const failure = (doing: string, code: string, message: string) =>
  asTimescaleError(doing, Object.assign(new Error(message), { code }));

const isWrite = (doing: string): boolean => !/\.(read|list|find)$/.test(doing);

/**
 * A database that is slow, away, full, or fails before or after a statement has taken effect. Rows go through the encoders
 * of the real repositories before they are stored.
 */
export class SimulatedDatabase {
  readonly tables = new Tables();
  readonly #around: Surroundings;
  #statements = 0;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get statements(): number {
    return this.#statements;
  }

  /** The repositories as one process has them. */
  repositoriesFor(host: Host): Repositories {
    const repositories = Object.entries(realStatements).map(([name, functions]) => [
      name,
      Object.fromEntries(
        Object.entries(functions as Record<string, Statement>).map(([of, real]) => [
          of,
          (...args: readonly unknown[]) => this.#run(host, `${name}.${of}`, () => real(...args), args),
        ]),
      ),
    ]);
    return Object.fromEntries(repositories) as Repositories;
  }

  async #run(
    host: Host,
    doing: string,
    real: () => Promise<unknown>,
    args: readonly unknown[],
  ): Promise<unknown> {
    const { chance, weather, trace } = this.#around;
    await host.alive();
    this.#statements += 1;
    const empty = await real();
    await delay(chance.ms(0, weather.statementMs / 2));
    const refusal = this.#refusal(doing);
    if (refusal !== undefined) {
      trace.add('refused', host.name, doing, refusal.message);
      await delay(chance.ms(0, weather.isDatabaseDown ? 400 : weather.statementMs));
      await host.alive();
      throw refusal;
    }
    const apply = effects[doing];
    const result = apply === undefined ? empty : apply(this.tables, this.#around.nowMs(), args[0] as never);
    trace.add('stored', host.name, doing);
    const isLost = chance.happens(weather.failsAfter);
    await delay(chance.ms(0, weather.statementMs / 2));
    await host.alive();
    if (isLost || weather.isDatabaseDown) {
      trace.add('reply lost', host.name, doing);
      throw failure(doing, '57P01', 'terminating connection due to administrator command');
    }
    return result;
  }

  #refusal(doing: string): Error | undefined {
    const { chance, weather } = this.#around;
    if (weather.isDatabaseDown) return failure(doing, 'ECONNREFUSED', 'connect ECONNREFUSED');
    if (weather.isDiskFull && isWrite(doing)) {
      return failure(doing, '53100', 'could not extend file: No space left on device');
    }
    if (chance.happens(weather.failsBefore)) return failure(doing, '40P01', 'deadlock detected');
    return undefined;
  }
}
