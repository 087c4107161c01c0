import type { ServerMessage, StartMessage } from './process-messages.ts';
import { removeServerFile, writeServerFile } from './server-file.ts';
import { startEmbeddedTimescale } from './server.ts';

/*
 * The process of the embedded server. Its parent sends the settings, and it ends with its parent: an orphaned server would
 * keep the data folder locked.
 */

function report(message: ServerMessage): void {
  if (process.connected) process.send?.(message);
}

function fail(cause: unknown): void {
  report({ kind: 'failed', reason: cause instanceof Error ? cause.message : String(cause) });
  process.exitCode = 1;
  // Time to send the message.
  setTimeout(() => process.exit(1), 100);
}

// Until the server runs there is nothing to finish: the data on the disk survive a kill.
const exitAtOnce = (): void => {
  process.exit(1);
};

async function start({ dataDir, port, password }: StartMessage): Promise<void> {
  const server = await startEmbeddedTimescale({
    dataDir,
    port,
    password,
    onProgress: (step) => {
      report({ kind: 'progress', step });
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
  process.off('disconnect', exitAtOnce);
  if (!process.connected) stop();
  await writeServerFile(dataDir, { pid: process.pid, connectionString: server.connectionString });
  report({ kind: 'ready', connectionString: server.connectionString });
}

// Ctrl-C reaches the whole process group: the parent stops its parts in order, this one last.
process.on('SIGINT', () => undefined);
process.on('uncaughtException', fail);
process.on('disconnect', exitAtOnce);
process.once('message', (message: StartMessage) => {
  start(message).catch(fail);
});
