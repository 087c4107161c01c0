// `tsx test/stack/start-once.ts`: starts the whole stack on a new data folder, opens its pages, ends it by Ctrl-C.
import process from 'node:process';
import { isAlive } from '@beatwatch/service-kit/process';
import { RunningStack, temporaryDataDir } from './running-stack.ts';

const endLimitMs = 5000;

const dataDir = await temporaryDataDir();
try {
  const stack = await RunningStack.start(dataDir.path, [], { withinMs: 240_000 });
  const pids = stack.info.parts.map(({ pid }) => pid);
  const { status } = await fetch(stack.info.url);
  const endedAfterMs = await stack.interrupt();
  const warnings = stack.printed.split('\n').filter((line) => line.includes('Warning'));
  console.log(
    `Node.js ${process.versions.node}: status ${status}, ended ${Math.round(endedAfterMs)} ms after Ctrl-C`,
  );
  for (const line of warnings) console.log(line);
  const isGood = status === 200 && endedAfterMs < endLimitMs && warnings.length === 0 && !pids.some(isAlive);
  process.exitCode = isGood ? 0 : 1;
} finally {
  await dataDir.remove();
}
