// A program of its own for tests that kill the owner of a local broker: `broker-process.ts DATA_DIR`.
// It starts the broker, prints its process id, and stays.
import { startLocalBroker } from '../local-broker/index.ts';

const [dataDir = ''] = process.argv.slice(2);
const { pid } = await startLocalBroker({ dataDir });
process.stdout.write(`${pid}\n`);
setInterval(() => undefined, 60_000);
