import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { createFleet } from '@beatwatch/simulator';
import { createKafkaStream } from '@beatwatch/stream';
import process from 'node:process';
import { JudgedPatients } from '../stack/judged-patients.ts';
import { scripted } from '../stack/packets.ts';
import { RunningStack, temporaryDataDir } from '../stack/running-stack.ts';

const limitMs = 90_000;
/** The stack is steady again, and its checkpoints are spread. */
const betweenMs = 4000;
export const usage = `npm run bench -- recovery [--parts ingest,scorer] [--kills 10] [--signal SIGKILL] [--patients 6]
  [--ingests 1] [--scorers 1] [--json]

Kills parts of a running stack again and again, and measures the seconds until a beat of every patient that was measured
after the kill is scored.`;

/** How soon patients are judged again after a part has died (SIGKILL) or hangs (SIGSTOP). */
export async function main(args: string[]): Promise<object> {
  const { values } = parseArgs({
    args,
    options: {
      parts: { type: 'string', default: 'ingest,scorer' },
      kills: { type: 'string', default: '10' },
      signal: { type: 'string', default: 'SIGKILL' },
      patients: { type: 'string', default: '6' },
      ingests: { type: 'string', default: '1' },
      scorers: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const dataDir = await temporaryDataDir();
  const stack = await RunningStack.start(dataDir.path, [
    ...['--no-simulator', '--ingests', values.ingests, '--scorers', values.scorers],
  ]);
  const { brokers } = stack.info;
  if (brokers === undefined) throw new Error('this benchmark needs the local broker: see beatwatch doctor');
  const stream = await createKafkaStream({ brokers, clientId: 'bench' });
  const producer = await stream.producer();
  const patients = Array.from({ length: Number(values.patients) }, (_, index) =>
    scripted(`recovery-${index}`, index, []),
  );
  const fleet = createFleet({ patients, producer });
  await fleet.start();
  const judged = await JudgedPatients.start(
    stream,
    patients.map(({ patientId }) => patientId),
  );
  const result: Record<string, number[]> = {};
  try {
    await judged.again(Date.now(), limitMs);
    for (const part of values.parts.split(',')) {
      const seconds: number[] = [];
      result[part] = seconds;
      for (let kill = 0; kill < Number(values.kills); kill += 1) {
        await delay(betweenMs + kill * 137);
        const pid = await stack.pidOf(part);
        const sinceMs = Date.now();
        process.kill(pid, values.signal);
        seconds.push(await judged.again(sinceMs, limitMs));
        if (!values.json) console.log(`${part} ${kill + 1}: ${seconds.at(-1)?.toFixed(1) ?? ''} s`);
      }
    }
  } finally {
    if (!values.json)
      for (const [part, seconds] of Object.entries(result)) console.log(summary(part, seconds));
    await judged.stop();
    await fleet.stop();
    await producer.stop();
    await stream.stop();
    await stack.interrupt();
    await dataDir.remove();
  }
  return result;
}

function summary(part: string, seconds: readonly number[]): string {
  const sorted = [...seconds].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return `${part}: median ${median.toFixed(1)} s, longest ${(sorted.at(-1) ?? Number.NaN).toFixed(1)} s of ${sorted.length}`;
}
