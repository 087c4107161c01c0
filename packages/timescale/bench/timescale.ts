import { parseArgs } from 'node:util';
import { patientId } from '@beatwatch/contracts';
import { processorTicks } from '@beatwatch/service-kit/process';
import { openDatabase, type Database } from '../src/index.ts';
import { databaseForTests } from '../src/testing/index.ts';
import { insertRowByRow, insertTextArrays } from './plain-inserts.ts';
import { benchTables, type BenchTable } from './tables.ts';

interface Measured {
  readonly rowsPerSecond: number;
  /** Of the database's process; absent where it is not on this machine or the system does not tell. */
  readonly serverCpuUsPerRow: number | undefined;
}

interface BenchOptions {
  readonly rows: number;
  readonly batch: number;
  readonly rounds: number;
}

/** Inserts one way: `rows` rows are written, `batch` of them a call. */
type Insert = <Row>(database: Database, table: BenchTable<Row>, rows: readonly Row[]) => Promise<void>;

const ways: Readonly<Record<string, Insert>> = {
  'repository (binary arrays)': ({ repositories }, table, rows) => table.write(repositories, rows),
  'pg, text arrays': ({ pool }, table, rows) => insertTextArrays(pool, table, rows),
  'pg, one row a statement': ({ pool }, table, rows) => insertRowByRow(pool, table, rows),
};
const hourUs = 3_600_000_000;
/** CLOCK_TICKS of Linux: 100 a second on every platform that Node runs on. */
const cpuTickUs = 10_000;

export const usage = `npm run bench -- timescale [--rows 4000] [--batch 200] [--rounds 3] [--json]

Rows a second into each hypertable of the embedded database: through the repositories and in two plain ways, in one run.`;

export async function main(args: string[]): Promise<object> {
  const { values } = parseArgs({
    args,
    options: {
      rows: { type: 'string', default: '4000' },
      batch: { type: 'string', default: '200' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  const options = {
    rows: Number(values.rows),
    batch: Number(values.batch),
    rounds: Number(values.rounds),
  };
  const embedded = await databaseForTests();
  const database = openDatabase({ connectionString: embedded.connectionString, poolSize: 1 });
  try {
    const { rows } = await database.pool.query<{ version: string }>('select version()');
    const server = rows[0]?.version.split(',')[0] ?? '';
    if (!values.json) {
      console.log(
        `${server}: ${options.rows} rows, ${options.batch} a batch, best of ${options.rounds} rounds\n`,
      );
      console.log('table       way                          rows/s   server CPU us/row');
    }
    const figures: (Measured & { readonly table: string; readonly way: string })[] = [];
    const lastHourUs = Math.floor(Date.now() / 3_600_000) * hourUs;
    for (const [index, table] of (Object.values(benchTables) as BenchTable<unknown>[]).entries()) {
      const startUs = lastHourUs - (index + 1) * Object.keys(ways).length * 2 * hourUs;
      const measured = await compare({ database, serverPid: embedded.serverPid, table, startUs }, options);
      for (const [way, one] of measured) {
        figures.push({ table: table.name, way, ...one });
        if (values.json) continue;
        const { rowsPerSecond, serverCpuUsPerRow } = one;
        console.log(
          `${table.name.padEnd(11)} ${way.padEnd(27)} ${rowsPerSecond.toFixed(0).padStart(7)} ${serverCpuUsPerRow?.toFixed(0).padStart(19) ?? ''}`,
        );
      }
    }
    return { server, rows: figures };
  } finally {
    await database.close();
    await embedded.stop();
  }
}

interface Subject<Row> {
  readonly database: Database;
  readonly serverPid: number | undefined;
  readonly table: BenchTable<Row>;
  readonly startUs: number;
}

/** The ways take turns, so that the machine's other work and the warming up of the database fall on all of them. */
async function compare<Row>(
  subject: Subject<Row>,
  { rows, batch, rounds }: BenchOptions,
): Promise<ReadonlyMap<string, Measured>> {
  const best = new Map<string, Measured>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, [name, insert]] of Object.entries(ways).entries()) {
      // Each way has its own hours, and so its own chunk: no rows of another are in its index.
      const startUs = subject.startUs + index * 2 * hourUs + round * rows * 10_000;
      const written = Array.from({ length: rows }, (_, row) =>
        subject.table.rowAt(patientId(`bench-${row % 200}`), startUs + row * 10_000),
      );
      const measured = await measure(subject, insert, written, batch);
      if (measured.rowsPerSecond > (best.get(name)?.rowsPerSecond ?? 0)) best.set(name, measured);
    }
  }
  return best;
}

async function measure<Row>(
  { database, serverPid, table }: Subject<Row>,
  insert: Insert,
  rows: readonly Row[],
  batch: number,
): Promise<Measured> {
  const cpuBeforeUs = await processCpuUs(serverPid);
  const startMs = performance.now();
  for (let at = 0; at < rows.length; at += batch) await insert(database, table, rows.slice(at, at + batch));
  const seconds = (performance.now() - startMs) / 1000;
  const cpuAfterUs = await processCpuUs(serverPid);
  return {
    rowsPerSecond: rows.length / seconds,
    serverCpuUsPerRow:
      cpuBeforeUs === undefined || cpuAfterUs === undefined
        ? undefined
        : (cpuAfterUs - cpuBeforeUs) / rows.length,
  };
}

async function processCpuUs(pid: number | undefined): Promise<number | undefined> {
  const ticks = pid === undefined ? undefined : await processorTicks(pid);
  return ticks === undefined ? undefined : ticks * cpuTickUs;
}
