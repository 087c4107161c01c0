import process from 'node:process';
import { topics } from '@beatwatch/contracts';
import type { DiskLevel } from '@beatwatch/ingest';
import { describeError } from '@beatwatch/service-kit';
import { createKafkaStream } from '@beatwatch/stream';
import getPort from 'get-port';
import type { CliConfig } from '../config.ts';
import { CliError } from '../errors.ts';
import type { AppProcess } from './app-process.ts';
import { startApps } from './apps.ts';
import { startBroker, type Broker } from './broker.ts';
import { buildDashboard, startDashboard } from './dashboard.ts';
import { startDatabase } from './database.ts';
import { registerDemoPatients, startDemo } from './demo.ts';
import { reportDisk } from './disk/disk-notices.ts';
import { spaceOf, watchDisk, type DiskWatch } from './disk/disk-watch.ts';
import { appOf, type Instances } from './instances.ts';
import { logFolderOf } from './logs/log-folder.ts';
import { watchLogs, type LogWatch } from './logs/watch-logs.ts';
import type { ModelName } from './model-names.ts';
import { Notices } from './notices.ts';
import { reportParts } from './part-notices.ts';
import type { Part } from './part.ts';
import { secretOf } from './secret.ts';
import { signInNotice, signInOf, type SignIn } from './sign-in.ts';
import { makeDataFolder, readStack, removeStack, writeStack, type Stack } from './stack-file.ts';
import type { SupervisionEvents } from './supervision/supervise.ts';
import { together } from './together.ts';
import { startTrainer } from './trainer.ts';

export interface StackOptions {
  readonly config: CliConfig;
  readonly withSimulator: boolean;
  readonly model: ModelName;
  readonly instances: Instances;
  /** The model that judges in the shadow: `challenger`, or a version. Default: none. */
  readonly shadow?: string;
  readonly onStep: (text: string) => void;
}

/** The running parts, stopped in the reverse order of their start. */
export class RunningStack {
  readonly #options: StackOptions;
  readonly #signIn: SignIn;
  readonly #groups: Part[][] = [];
  readonly #notices = new Notices();
  readonly #events: SupervisionEvents;
  #disk: DiskWatch | undefined;
  readonly #tellIngest = new Map<string, (level: DiskLevel) => void>();
  #logs: LogWatch | undefined;
  #written: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(options: StackOptions) {
    this.#options = options;
    this.#signIn = signInOf(options.config, options.withSimulator);
    this.#events = reportParts({
      notices: this.#notices,
      instances: options.instances,
      onStep: options.onStep,
      onRestart: () => {
        this.#written = this.#written.then(() => this.#writeStack());
      },
    });
  }

  /** @throws CliError where another stack runs on the data folder, a part does not start, or `stop` came first */
  start(): Promise<Stack> {
    const started = this.#start();
    this.#started = started.catch(() => undefined);
    return started;
  }

  /** Settles once no part is being started any more. */
  #started: Promise<unknown> = Promise.resolve();

  async #start(): Promise<Stack> {
    const { config, onStep } = this.#options;
    const other = await readStack(config.dataDir);
    if (other !== undefined) {
      throw new CliError(`a stack already runs on ${config.dataDir} (process ${other.pid}): ${other.url}`, {
        code: 'stack-running',
      });
    }
    await makeDataFolder(config.dataDir);
    this.#logs = await this.#watchLogs();
    const disk = await this.#watchDisk();
    const untilPossible = (signal: AbortSignal): Promise<void> => disk.untilNotFull(signal);
    const ports = {
      dashboard: await getPort({ port: config.DASHBOARD_PORT }),
      gateway: await getPort({ port: config.GATEWAY_PORT }),
      ingest: await getPort({ port: config.INGEST_HTTP_PORT }),
      trainer: await getPort({ port: config.TRAINER_HTTP_PORT }),
    };
    const [broker, database] = await together([
      startBroker({ config, onProgress: onStep, events: this.#events, untilPossible }).then((started) =>
        this.#keep(started),
      ),
      startDatabase({ config, onProgress: onStep, events: this.#events, untilPossible }).then((started) =>
        this.#keep(started),
      ),
      buildDashboard(onStep),
    ]);
    onStep(`messages: ${broker.description}`);
    onStep(`database: ${database.description}`);
    if (this.#stopping) throw new CliError('stopped before everything ran', { code: 'stack-stopped' });
    if (this.#options.withSimulator) await registerDemoPatients(database.connectionString);
    const [apps, dashboard, trainer] = await together([
      this.#startApps(broker, database.connectionString, ports),
      this.#startDashboard(database.connectionString, ports),
      this.#startTrainer(database.connectionString, ports.trainer),
    ]);
    const startedAt = new Date().toISOString();
    const stack = (): Stack => ({
      pid: process.pid,
      startedAt,
      url: `http://localhost:${ports.dashboard}`,
      gatewayUrl: `http://localhost:${ports.gateway}`,
      ingestUrl: `http://localhost:${ports.ingest}`,
      trainerUrl: `http://localhost:${ports.trainer}`,
      model: this.#options.model,
      databaseUrl: database.connectionString,
      ...(broker.brokers === undefined ? {} : { brokers: [...broker.brokers] }),
      parts: [broker.part, database.part, ...apps, dashboard, trainer].flatMap((part) =>
        part === undefined
          ? []
          : {
              name: part.name,
              pid: part.pid,
              ...(part.metricsUrl === undefined ? {} : { metricsUrl: part.metricsUrl }),
            },
      ),
    });
    this.#describe = stack;
    await writeStack(config.dataDir, stack());
    const howToSignIn = await signInNotice({
      config,
      signIn: this.#signIn,
      connectionString: database.connectionString,
      url: stack().url,
    });
    if (howToSignIn !== undefined) onStep(howToSignIn);
    return stack();
  }

  #describe: () => Stack | undefined = () => undefined;

  /** After a restart: the other commands look there for the processes. */
  async #writeStack(): Promise<void> {
    const stack = this.#describe();
    if (stack === undefined || this.#stopping) return;
    try {
      await writeStack(this.#options.config.dataDir, stack);
    } catch (error) {
      this.#options.onStep(`the processes could not be written down: ${describeError(error)}`);
    }
  }

  #watchLogs(): Promise<LogWatch> {
    const { config, onStep } = this.#options;
    return watchLogs({
      folder: logFolderOf(config.dataDir),
      limits: { fileBytes: config.LOG_FILE_MB * 1_000_000, files: config.LOG_FILES },
      onFailure: (reason) => {
        onStep(`a log could not be kept within its size: ${reason}`);
      },
    });
  }

  async #watchDisk(): Promise<DiskWatch> {
    const { config, onStep } = this.#options;
    const report = reportDisk(this.#notices, onStep);
    this.#disk = await watchDisk({
      measure: () => spaceOf(config.dataDir),
      onLevel: (level, space) => {
        report(level, space);
        for (const tell of this.#tellIngest.values()) tell(level);
      },
    });
    return this.#disk;
  }

  #onReady(name: string, app: AppProcess): void {
    const kind = appOf(name);
    if (kind === 'gateway' || kind === 'scorer') {
      this.#notices.attach(name, (notice) => {
        app.send({ type: 'system-notice', notice });
      });
    }
    if (kind !== 'ingest') return;
    const tell = (level: DiskLevel): void => {
      app.send({ type: 'disk', level });
    };
    this.#tellIngest.set(name, tell);
    tell(this.#disk?.level ?? 'enough');
  }

  /** Stops the apps, then the broker and the database; waits for parts that are just being started. */
  async stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    await this.#started;
    for (const group of this.#groups.reverse()) await Promise.allSettled(group.map((part) => part.stop()));
    this.#disk?.stop();
    await this.#logs?.stop();
    this.#notices.stop();
    await this.#written;
    await removeStack(this.#options.config.dataDir);
  }

  #keep<Started extends { readonly part?: Part }>(started: Started): Started {
    const [first = []] = this.#groups;
    if (started.part !== undefined) first.push(started.part);
    this.#groups[0] = first;
    return started;
  }

  async #startApps(
    broker: Broker,
    databaseUrl: string,
    ports: { readonly dashboard: number; readonly gateway: number; readonly ingest: number },
  ): Promise<readonly Part[]> {
    const { config, withSimulator, model, instances, shadow, onStep } = this.#options;
    if (broker.brokers === undefined) {
      if (shadow !== undefined) onStep('without a broker nothing judges in the shadow');
      if (instances.ingest + instances.scorer > 2)
        onStep('without a broker one process does all: --ingests and --scorers have no effect');
      const { startInProcess } = await import('./in-process.ts');
      const { shared, services, stream, recipients, storage } = await startInProcess({
        config,
        databaseUrl,
        ports,
        model,
        signIn: this.#signIn,
      });
      for (const [name, recipient] of Object.entries(recipients)) this.#notices.attach(name, recipient);
      this.#tellIngest.set('ingest', (level) => {
        storage.level = level;
      });
      this.#groups.push([shared], [...services]);
      if (withSimulator) this.#groups.push([await startDemo(stream, model)]);
      return services;
    }
    // Created once, before four apps would create them at the same time.
    const stream = await createKafkaStream({ brokers: broker.brokers, clientId: 'beatwatch-start' });
    await stream.ensureTopics(Object.values(topics));
    await stream.stop();
    const apps = await startApps({
      config,
      brokers: broker.brokers,
      databaseUrl,
      secret: await secretOf(config),
      signIn: this.#signIn,
      dashboardPort: ports.dashboard,
      gatewayPort: ports.gateway,
      ingestPort: ports.ingest,
      model,
      withSimulator,
      instances,
      ...(shadow !== undefined && { shadow }),
      onStep,
      events: this.#events,
      onReady: (name, app) => {
        this.#onReady(name, app);
      },
    });
    this.#groups.push(apps);
    return apps;
  }

  async #startDashboard(databaseUrl: string, ports: { dashboard: number; gateway: number }): Promise<Part> {
    const { config } = this.#options;
    const secret = await secretOf(config);
    const [signIn, events] = [this.#signIn, this.#events];
    const dashboard = await startDashboard({ config, databaseUrl, secret, signIn, ports, events });
    this.#groups.push([dashboard]);
    return dashboard;
  }

  async #startTrainer(databaseUrl: string, port: number): Promise<Part> {
    const { config } = this.#options;
    const trainer = await startTrainer({ config, databaseUrl, port, events: this.#events });
    this.#groups.push([trainer]);
    return trainer;
  }
}
