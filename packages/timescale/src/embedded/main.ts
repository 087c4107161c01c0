import type { ServerMessage, StartMessage } from './process-messages.ts';
import { removeServerFile, writeServerFile } from './server-file.ts';
import { startEmbeddedTimescale } from './server.ts';

/*
 * The process of the embedded server. It is told what to do by its parent and ends with it: a server that nobody
 * knows of would keep the data folder locked.
 */

function tell(message: ServerMessage): void {
  if (process.connected) process.send?.(message);
}

function fail(cause: unknown): void {
  tell({ kind: 'failed', reason: cause instanceof Error ? cause.message : String(cause) });
  process.exitCode = 1;
  // Lets the message leave.
  setTimeout(() => process.exit(1), 100);
}

// Until the server runs there is nothing to bring to an end: what is on the disk survives a kill.
const endAtOnce = (): void => {
  process.exit(1);
};

async function start({ dataDir, port, password }: StartMessage): Promise<void> {
  const server = await startEmbeddedTimescale({
    dataDir,
    port,
    password,
    onProgress: (step) => {
      tell({ kind: 'progress', step });
    },
    onBroken: fail,
  });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void server
      .stop()
      .then(() => removeServerFile(dataDir))
      .finally(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  process.off('disconnect', endAtOnce);
  if (!process.connected) stop();
  await writeServerFile(dataDir, { pid: process.pid, connectionString: server.connectionString });
  tell({ kind: 'ready', connectionString: server.connectionString });
}

// Ctrl-C reaches the whole process group: the parent stops its parts in order, this one last.
process.on('SIGINT', () => undefined);
process.on('uncaughtException', fail);
process.on('disconnect', endAtOnce);
process.once('message', (message: StartMessage) => {
  start(message).catch(fail);
});
