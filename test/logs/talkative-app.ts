import { writeSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';

/* An app that writes far more than its log may hold, and then waits: lines with their number. */

const lines = Number(process.env['LINES']);
const batch = 2000;

process.send?.('ready');
process.once('SIGTERM', () => process.exit(0));
for (let line = 1; line <= lines;) {
  let text = '';
  for (const end = Math.min(lines, line + batch - 1); line <= end; line += 1)
    text += `line ${line} ${'x'.repeat(80)}\n`;
  // Both ways that an app's words come.
  writeSync(line % (2 * batch) === 1 ? 1 : 2, text);
  await delay(5);
}
process.send?.('written');
setInterval(() => undefined, 1000);
