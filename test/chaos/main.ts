import process from 'node:process';
import { parseArgs } from 'node:util';
import { isGood } from './ledger.ts';
import { formatResult } from './report.ts';
import { quietSeconds, runChaos } from './run.ts';
import { describeFault, parts, planFaults, type Fault, type PartName } from './schedule.ts';
import { wardOf } from './patients.ts';
import { scriptedNames } from './scripted-alarms.ts';

const kinds = [
  'kill',
  'hang',
  'cut',
  'slow',
  'full-disk',
  'junk',
  'flood',
] as const satisfies Fault['kind'][];
const kindsOfRoot: readonly Fault['kind'][] = ['cut', 'full-disk'];

const usage = `npm run chaos -- [--minutes 20] [--patients 100] [--seed N] [--kinds ${kinds.join(',')}]
  [--parts ${parts.join(',')}] [--json]

Starts the real stack under patients with scripted alarms, and does to it what a random schedule says: the same one for the
same seed. Afterwards the same messages go through an undisturbed stack, and a ledger compares what the two have stored,
scored, alarmed, published and shown. Not as root: without ${kindsOfRoot.join(' and ')}.
Exit code 0: nothing lost, nothing twice, no alarm missing, everybody judged again. 1: not so. 2: invalid usage.`;

// Nobody takes alarms here, and those that wait at the end are escalated by a clock: in one of the two runs alone.
process.env['SCORER_ESCALATE_HIGH_S'] = '3600';
process.env['SCORER_ESCALATE_MEDIUM_S'] = '3600';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    patients: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    kinds: { type: 'string', default: kinds.join(',') },
    parts: { type: 'string', default: parts.join(',') },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const [minutes, patients, seed] = [Number(values.minutes), Number(values.patients), Number(values.seed)];
const wanted = new Set(values.kinds.split(',').filter((kind) => kind !== '') as Fault['kind'][]);
const targets = values.parts.split(',').filter((part) => part !== '') as PartName[];
const isValid =
  minutes >= 1.5 &&
  Number.isInteger(patients) &&
  patients >= 2 &&
  Number.isInteger(seed) &&
  [...wanted].every((kind) => kinds.includes(kind)) &&
  targets.every((part) => parts.includes(part));
if (!isValid) {
  console.error(usage);
  process.exit(2);
}

const say = (text: string): void => {
  console.error(text);
};
if (process.getuid?.() !== 0) {
  for (const kind of kindsOfRoot) if (wanted.delete(kind)) say(`without ${kind}: it needs root`);
}
const seconds = minutes * 60;
const schedule = planFaults({ seed, seconds: seconds - quietSeconds, kinds: wanted, parts: targets });
const scripted = scriptedNames(wardOf(patients), seconds).length;
say(
  `seed ${seed}: ${patients} patients, ${minutes} min, ${scripted} scripted alarms, ${schedule.length} faults`,
);
for (const { atSeconds, fault } of schedule)
  say(`  ${(quietSeconds + atSeconds).toFixed(0).padStart(5)} s  ${describeFault(fault)}`);

const result = await runChaos({
  patients,
  seconds,
  seed,
  schedule,
  onSmallDisk: wanted.has('full-disk'),
  onStep: say,
});
const dark = result.faults.filter(({ judgedAfterSeconds }) => judgedAfterSeconds === undefined);
const isPassed = result.ledger.every(isGood) && dark.length === 0;
console.log(
  values.json
    ? JSON.stringify({ passed: isPassed, seed, patients, seconds, scripted, ...result }, undefined, 2)
    : formatResult(result, { scripted, isPassed }),
);
process.exit(isPassed ? 0 : 1);
