// The program of a packed folder.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { check, checkUsage } from './run-check.ts';

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(`run ${checkUsage}`);
  process.exit(0);
}
const { commit } = JSON.parse(readFileSync(new URL('packed.json', import.meta.url), 'utf8')) as {
  commit: string;
};
try {
  const report = await check(args, commit);
  if (args.includes('--json')) console.log(JSON.stringify(report, undefined, 2));
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
