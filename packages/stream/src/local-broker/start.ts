import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '@beatwatch/service-kit/process';
import { StreamError } from '../errors.ts';
import { kafkaClient, withAdmin } from '../kafka/connection.ts';
import { within } from '../within.ts';
import { formatOnce } from './format.ts';
import { defaultCacheDir, ensureJars } from './jars.ts';
import { brokerArgs, endProcess, spawnBroker } from './java.ts';
import { findRunningBroker, removePidFile, writePidFile, type RunningBroker } from './pid-file.ts';
import { freePort } from './ports.ts';
import { portsIn, serverProperties, type Ports } from './settings.ts';
import { findLocalBrokerSupport } from './support.ts';

export interface LocalBrokerOptions {
  /** Folder of the broker's data and settings; created if missing. One broker at a time runs on it. */
  readonly dataDir: string;
  /** What it prints is appended to this file. Default `broker.log` in its folder. */
  readonly logFile?: string;
  /** Port for clients. Default: that of the previous start if it is free, else any free port. */
  readonly port?: number;
  /** Folder of the jars. Default `$XDG_CACHE_HOME/beatwatch/kafka-4.4.0`. */
  readonly cacheDir?: string;
  /** Limit of the Java heap; the process needs 100 to 150 MB more. Default 256. */
  readonly heapMb?: number;
  /** Called at each step that takes time. */
  readonly onProgress?: (text: string) => void;
  /** Kills the broker where it is not ready yet. */
  readonly signal?: AbortSignal;
}

export interface LocalBroker {
  /** For `createKafkaStream`. */
  readonly brokers: readonly string[];
  readonly pid: number;
  /** Resolves with the reason once the broker has ended; never for one that somebody else has started. */
  readonly ended: Promise<string>;
  /**
   * Ends the broker within 2 s; its data stay. A broker that another process or an earlier call has started keeps
   * running.
   */
  stop(): Promise<void>;
}

const readyLimitMs = 90_000;
const stopLimitMs = 1500;

/**
 * Starts an Apache Kafka broker that listens on this machine only, and waits until it is ready. It ends with this process,
 * however that ends; one that is left over is ended by the next start on its folder. Acknowledged messages survive a
 * kill -9 of the broker.
 *
 * @throws StreamError `local-broker-unsupported` where Java or Maven is missing; `local-broker-failed`, with the end of its
 * log, where the broker does not become ready
 */
export async function startLocalBroker(options: LocalBrokerOptions): Promise<LocalBroker> {
  const { cacheDir = defaultCacheDir(), onProgress = () => undefined } = options;
  const support = await findLocalBrokerSupport({ cacheDir });
  if (!support.available) {
    throw new StreamError(`No local broker: ${support.reason}; ${support.remedy}`, {
      code: 'local-broker-unsupported',
    });
  }
  await ensureJars(cacheDir, onProgress);
  return restartLocalBroker(options);
}

/** Starts the broker where one was started before: without the look for Java, Maven and its files, which takes a second. */
export async function restartLocalBroker(options: LocalBrokerOptions): Promise<LocalBroker> {
  const { dataDir, cacheDir = defaultCacheDir(), heapMb = 256, onProgress = () => undefined } = options;
  await mkdir(dataDir, { recursive: true });
  const running = await findRunningBroker(dataDir);
  if (running !== undefined && hasOwner(running)) {
    onProgress(`Using the local broker of process ${running.ownerPid}`);
    return {
      brokers: [`127.0.0.1:${running.port}`],
      pid: running.pid,
      ended: new Promise(() => undefined),
      stop: () => Promise.resolve(),
    };
  }
  if (running !== undefined) {
    onProgress(`Ending a local broker that was left running (process ${running.pid})`);
    await endProcess(running.pid, stopLimitMs);
  }
  const ports = await choosePorts(dataDir, options.port);
  await writeSettings(dataDir, serverProperties(ports));
  await formatOnce(dataDir);
  onProgress('Starting the local broker');
  return launch(options, brokerArgs(cacheDir, heapMb), ports.client);
}

// In a container this process may have the id of a dead owner, so that the file seems to name it.
const startedHere = new Set<number>();

function hasOwner({ pid, ownerPid }: RunningBroker): boolean {
  return ownerPid === process.pid ? startedHere.has(pid) : isAlive(ownerPid);
}

async function choosePorts(dataDir: string, wanted: number | undefined): Promise<Ports> {
  const before = portsIn(await readFile(join(dataDir, 'server.properties'), 'utf8').catch(() => ''));
  const client = wanted ?? (await freePort(before?.client));
  const controller = await freePort(before?.controller);
  // The first port was free again when the second was looked for.
  return client === controller ? choosePorts(dataDir, client) : { client, controller };
}

/** Writes only what has changed: a full disk would leave an empty file. */
async function writeSettings(dataDir: string, settings: string): Promise<void> {
  const file = join(dataDir, 'server.properties');
  const before = await readFile(file, 'utf8').catch(() => undefined);
  if (before !== settings) await writeFile(file, settings);
}

async function launch(
  { dataDir, logFile = join(dataDir, 'broker.log'), signal }: LocalBrokerOptions,
  args: readonly string[],
  port: number,
): Promise<LocalBroker> {
  const child = spawnBroker(dataDir, args, logFile);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, name) => {
      resolve(name ?? `exit code ${String(code)}`);
    });
    child.once('error', (error) => {
      resolve(error.message);
    });
  });
  const pid = child.pid;
  if (pid === undefined) throw failed('Java could not be started', '');
  startedHere.add(pid);
  await writePidFile(dataDir, { pid, ownerPid: process.pid, port });
  const stop = async (): Promise<void> => {
    // Keeps this process alive until the broker has ended.
    child.ref();
    child.kill('SIGTERM');
    if (!(await within(stopLimitMs, ended))) child.kill('SIGKILL');
    await ended;
    await removePidFile(dataDir);
  };
  const brokers = [`127.0.0.1:${port}`];
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const kill = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', kill);
  const isReady = await Promise.race([becomesReady(brokers, isOver), ended.then(() => false)]);
  signal?.removeEventListener('abort', kill);
  if (isReady) return { brokers, pid, ended, stop };
  await stop();
  throw failed('it did not become ready', await readFile(logFile, 'utf8').catch(() => ''));
}

/** Waits until the broker serves clients and coordinates groups, the last part to become ready. */
async function becomesReady(brokers: readonly string[], isOver: () => boolean): Promise<boolean> {
  const kafka = kafkaClient(
    { brokers, clientId: 'beatwatch-local-broker', onWarning: () => undefined },
    { initialRetryTime: 50, maxRetryTime: 100, retries: 3 },
  );
  for (const deadline = Date.now() + readyLimitMs; Date.now() < deadline && !isOver();) {
    try {
      await withAdmin(kafka, (admin) => admin.describeGroups(['beatwatch-local-broker']));
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return false;
}

function failed(what: string, output: string): StreamError {
  const end = output.trim().slice(-800);
  return new StreamError(`Local broker: ${what}${end === '' ? '' : `: ${end}`}`, {
    code: 'local-broker-failed',
    retryable: true,
  });
}
