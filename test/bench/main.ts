import process from 'node:process';
import { runAll } from './all.ts';
import { benchmarks, type Benchmark } from './benchmarks.ts';
import { describeMachine, machineLine, type Machine } from './machine.ts';

const usage = `npm run bench -- NAME [--json] [--anyway] [options of the benchmark]
npm run bench -- all [--json FILE] [--anyway]

NAME is one of ${Object.keys(benchmarks).join(', ')}; \`NAME --help\` says what it measures.
Each prints the machine and its load before. Where another process takes more than 10 % of a core, it refuses:
--anyway measures all the same. \`all\` runs every one and writes one file.
Exit code 0: measured. 1: not, or the machine is busy. 2: invalid usage.`;

process.exit(await run(process.argv.slice(2)));

async function run([name, ...given]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help') return explain(usage, name === undefined ? 2 : 0);
  const args = given.filter((arg) => arg !== '--anyway');
  const load = benchmarks[name];
  if (load === undefined && name !== 'all') return explain(usage, 2);
  const benchmark = await load?.();
  if (args.includes('--help')) return explain(benchmark?.usage ?? usage, 0);
  const machine = await describeMachine();
  console.error(machineLine(machine));
  if (isBusy(machine, given.includes('--anyway'))) return 1;
  return benchmark === undefined ? measureAll(machine, args) : measure(name, benchmark, { machine, args });
}

function explain(text: string, code: number): number {
  console.log(text);
  return code;
}

/** Says who is at work beside the benchmark. @returns whether it may not run */
function isBusy({ otherWork }: Machine, isForced: boolean): boolean {
  if (otherWork === undefined) console.error('what else this machine does could not be looked at');
  if (otherWork === undefined || otherWork.length === 0) return false;
  for (const { pid, name, cpuPercent } of otherWork)
    console.error(`busy: ${name} (process ${pid}) takes ${cpuPercent} % of a core`);
  console.error(
    isForced
      ? 'measured all the same: compare ratios within this run, no absolute figure'
      : 'a busy machine gives no figure; --anyway measures all the same',
  );
  return !isForced;
}

interface Run {
  readonly machine: Machine;
  readonly args: string[];
}

async function measure(name: string, benchmark: Benchmark, { machine, args }: Run): Promise<number> {
  try {
    const figures = await benchmark.main(args);
    if (args.includes('--json'))
      console.log(JSON.stringify({ benchmark: name, machine, figures }, undefined, 2));
    return 0;
  } catch (error) {
    if (!isInvalidOption(error)) throw error;
    console.error(`${error.message}\n\n${benchmark.usage}`);
    return 2;
  }
}

async function measureAll(machine: Machine, args: readonly string[]): Promise<number> {
  const [option, file = `.beatwatch/bench/${machine.commit}.json`] = args;
  if (option !== undefined && option !== '--json') return explain(usage, 2);
  const failed = await runAll(machine, file);
  console.log(file);
  return failed === 0 ? 0 : 1;
}

function isInvalidOption(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
