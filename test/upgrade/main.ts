import process from 'node:process';
import { parseArgs } from 'node:util';
import { temporaryDataDir } from '../stack/running-stack.ts';
import { beatwatch } from '../stack/command.ts';
import { CommitMissingError, earlierVersion, type EarlierVersion } from './earlier-version.ts';
import { until, UpgradeWard, type Kept } from './ward.ts';

const usage = `npm run upgrade-test -- [--from COMMIT] [--backup FILE]

Lets the stack of an earlier commit (default: the one before HEAD) watch a small ward, then starts the present one on the same
data folder: the schema is migrated, alarms, labels and thresholds are there, learned ones too, and beats go on.
--backup keeps a back-up of the folder in between, as a fixture for test/upgrade/fixtures.
Exit code 0: everything is kept. 1: something is not, or the commit is not in this clone. 2: invalid usage.`;

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: 'HEAD~1' },
    backup: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const say = (text: string): void => {
  console.error(text);
};

let earlier: EarlierVersion;
try {
  earlier = await earlierVersion(values.from, say);
} catch (error) {
  if (!(error instanceof CommitMissingError)) throw error;
  console.error(error.message);
  process.exit(1);
}
const dataDir = await temporaryDataDir();
try {
  say(`from ${earlier.commit.slice(0, 9)} ${earlier.subject}`);
  const before = await watchedBy(earlier, dataDir.path);
  if (values.backup !== undefined) {
    const { code, stderr } = await beatwatch(dataDir.path, 'backup', '--out', values.backup, '--json');
    if (code !== 0) throw new Error(stderr);
  }
  const failures = await upgraded(dataDir.path, before);
  for (const failure of failures) console.log(`NOT KEPT: ${failure}`);
  if (failures.length === 0)
    console.log(
      `kept: ${before.alarms.length} alarms, ${before.labels} label, both thresholds, ${before.counts.beat_score} scores; beats go on`,
    );
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  await dataDir.remove();
  await earlier.remove();
}
process.exit();

async function watchedBy({ command }: EarlierVersion, folder: string): Promise<Kept> {
  const ward = await UpgradeWard.open(folder, command);
  try {
    say('the earlier version runs; waiting for its alarms');
    return await ward.watch();
  } finally {
    await ward.stop();
  }
}

/** @returns what is not as it was */
async function upgraded(folder: string, before: Kept): Promise<string[]> {
  const startedUs = Date.now() * 1000;
  const ward = await UpgradeWard.open(folder, undefined, false);
  try {
    for (const line of ward.stack.printed.split('\n')) if (line.includes('migration')) say(line);
    const restartedUs = Date.now() * 1000;
    await until('a new score', async () => ((await ward.newestScore())?.beatTimeUs ?? 0) > restartedUs);
    const after = await ward.kept();
    const [first] = await ward.scoresSince(startedUs);
    const known = new Set(after.alarms.map(({ alarmId }) => alarmId));
    const ratio = (first?.threshold ?? Number.NaN) / before.learnedThreshold;
    return [
      ...before.alarms.filter(({ alarmId }) => !known.has(alarmId)).map(({ alarmId }) => `alarm ${alarmId}`),
      ...(after.labels === before.labels ? [] : [`labels: ${after.labels}, expected ${before.labels}`]),
      ...(after.staffThreshold === before.staffThreshold ? [] : ["staff's threshold"]),
      ...(ratio > 0.5 && ratio < 2
        ? []
        : [`learned threshold: ${first?.threshold}, expected some ${before.learnedThreshold}`]),
      ...Object.entries(before.counts).flatMap(([table, rows]) => {
        const found = after.counts[table as keyof Kept['counts']];
        return found >= rows ? [] : [`rows of ${table}: ${found}, expected ${rows} or more`];
      }),
    ];
  } finally {
    await ward.stop();
  }
}
