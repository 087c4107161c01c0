// `npm test`: gets what the tests need, runs all of them, and says how it went in one line.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const env = { ...process.env, CHROMIUM_PATH: chromium() ?? '' };
const reports = mkdtempSync(join(tmpdir(), 'beatwatch-test-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
let ok = true;

for (const project of ['unit', 'integration']) {
  const report = join(reports, `${project}.json`);
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${report}`,
  ];
  const { status } = spawnSync('vitest', args, { cwd: root, env, stdio: 'inherit' });
  ok &&= status === 0;
  if (!existsSync(report)) {
    totals.failed += 1;
    continue;
  }
  const result = JSON.parse(readFileSync(report, 'utf8'));
  totals.passed += result.numPassedTests;
  totals.failed += result.numFailedTests;
  totals.skipped += result.numPendingTests + result.numTodoTests;
}
rmSync(reports, { recursive: true });

console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
const skippedInCi = process.env.CI === 'true' && totals.skipped > 0;
if (skippedInCi) console.log('In CI a skipped test is a failure: a service or a file was missing.');
process.exit(ok && totals.failed === 0 && totals.passed > 0 && !skippedInCi ? 0 : 1);

/** A Chromium for the browser tests; where it is missing and can be installed, it is. */
function chromium() {
  const candidates = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const find = () => candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
  const found = find();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('installing Chromium for the browser tests');
    const options = {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    };
    try {
      execFileSync('apt-get', ['update', '-qq'], options);
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
    } catch (error) {
      console.log(`Chromium could not be installed: ${error.message}`);
    }
    return find();
  }
  console.log('no Chromium: set CHROMIUM_PATH to run the browser tests');
  return undefined;
}
