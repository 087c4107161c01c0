import process from 'node:process';
import { createFleet, demoFleet } from '@beatwatch/simulator';
import type { MessageStream } from '@beatwatch/stream';
import { modelChoices } from './model.ts';
import type { ModelName } from './model-names.ts';
import type { Part } from './part.ts';
import { onDatabase } from './with-database.ts';

/** Gives the demo's patients their names and beds. */
export const registerDemoPatients = (connectionString: string): Promise<void> =>
  onDatabase({ connectionString, applicationName: 'beatwatch-start' }, ({ repositories }) =>
    repositories.patients.upsert(demoFleet()),
  );

/** Starts the simulator in this process. */
export async function startDemo(stream: MessageStream, model: ModelName): Promise<Part> {
  const producer = await stream.producer();
  const fleet = createFleet({ patients: demoFleet({ lead: modelChoices[model].lead }), producer });
  await fleet.start();
  return {
    name: 'simulator',
    pid: process.pid,
    stop: async () => {
      await fleet.stop();
      await producer.stop();
    },
  };
}
