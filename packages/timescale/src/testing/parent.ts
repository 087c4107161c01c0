import process from 'node:process';
import { spawnEmbeddedTimescale } from '../embedded/index.ts';

/* A parent that a test can kill: starts the embedded server of the folder it is given, and tells the server's pid. */

const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('usage: parent.ts DATA_DIR');
const server = await spawnEmbeddedTimescale({ dataDir });
process.send?.(server.pid);
