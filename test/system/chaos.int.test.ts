import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Outcome {
  readonly passed: boolean;
  readonly packets: number;
  readonly faults: readonly {
    readonly fault: { kind: string; part: string };
    readonly judgedAfterSeconds?: number;
  }[];
  readonly ledger: readonly { what: string; expected: number; missing: number; wrong: number }[];
}

/** A short run of what `npm run chaos` does for as long as one likes: kills, of the database and the broker too. */
describe('chaos', () => {
  it('loses nothing, doubles nothing and misses no alarm', async () => {
    const { outcome, printed } = await chaos(
      '--minutes',
      '1.75',
      '--patients',
      '8',
      '--seed',
      '9',
      '--kinds',
      'kill',
    );
    console.log(printed);
    expect(outcome.faults.length).toBeGreaterThanOrEqual(2);
    expect(outcome.packets).toBeGreaterThan(2000);
    for (const { what, missing, wrong } of outcome.ledger)
      expect({ what, missing, wrong }).toEqual({ what, missing: 0, wrong: 0 });
    expect(outcome.ledger.find(({ what }) => what === 'beats scored')!.expected).toBeGreaterThan(500);
    expect(outcome.ledger.find(({ what }) => what === 'scripted alarms')!.expected).toBeGreaterThan(0);
    for (const { fault, judgedAfterSeconds } of outcome.faults)
      expect(judgedAfterSeconds, `${fault.kind} ${fault.part}`).toBeLessThan(90);
  }, 400_000);
});

async function chaos(...args: string[]): Promise<{ readonly outcome: Outcome; readonly printed: string }> {
  const entry = fileURLToPath(new URL('../chaos/main.ts', import.meta.url));
  const { VITEST: _vitest, NODE_ENV: _env, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=source', entry, '--json', ...args],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let json = '';
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (json += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text));
  await new Promise((resolve) => child.once('close', resolve));
  if (json === '') throw new Error(printed);
  return { outcome: JSON.parse(json) as Outcome, printed };
}
