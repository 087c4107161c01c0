import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { wearableModelDirectory } from '@beatwatch/adaptation';
import { openJobQueue, type JobQueue } from '@beatwatch/job-queue';
import { createOnnxScoringEngine, loadModel, type Model } from '@beatwatch/model-core';
import { promote, rollBack } from '@beatwatch/retraining';
import type { Logger } from '@beatwatch/service-kit';
import { loadBeatsModel } from '@beatwatch/signal-models';
import { openDatabase, type Database } from '@beatwatch/timescale';
import { databaseForTests, type TestDatabase } from '@beatwatch/timescale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { startMlflow, type MlflowServer } from '../../../../test/stack/mlflow.ts';
import { retrainDataOf, retrainKind, type RetrainResult } from '../jobs/retrain-job.ts';
import { registerModel } from '../retrain/register-model.ts';
import { wearableModelOf } from '../retrain/wearable-model.ts';
import { shippedTimes } from '../test-model.ts';
import { createMlflowClient } from './client.ts';
import { buildMlflowMirror } from './mirror.ts';
import { publish } from './publish.ts';
import { beginRun } from './runs.ts';
import type { MlflowSettings } from './settings.ts';
import { readRoles, readSources } from './sources.ts';

const execute = promisify(execFile);

let server: TestDatabase;
let database: Database;
let queue: JobQueue;
let dataDir: string;
let mlflow: MlflowServer | undefined;
beforeAll(async () => {
  server = await databaseForTests();
  database = openDatabase({ connectionString: server.connectionString });
  queue = await openJobQueue({ pool: database.pool, kinds: [retrainKind], onError: () => undefined });
  dataDir = await mkdtemp(join(tmpdir(), 'beatwatch-mlflow-data-'));
});
afterAll(async () => {
  await mlflow?.stop();
  await queue.close();
  await database.close();
  await server.stop();
  await rm(dataDir, { recursive: true });
});

/** A job that has ended as one of the trainer does. */
async function completedJob(model: Model): Promise<string> {
  const { repositories } = database;
  const { version } = model.manifest;
  const id = await queue.enqueue(retrainKind, retrainDataOf({ epochs: 2, patients: ['ann'], seed: 7 }));
  const worker = queue.work(
    retrainKind,
    async ({ job }) => {
      const baseVersion = (await loadModel(wearableModelDirectory())).manifest.version;
      const trees = await loadBeatsModel(wearableModelDirectory(undefined, 'beats'));
      const trained = await wearableModelOf(model, trees);
      const registered = await registerModel(trained, repositories, { dataDir, baseVersion, jobId: job.id });
      const reportFile = join(dataDir, `report-${job.id}.html`);
      await writeFile(reportFile, `<p>${version}</p>`);
      return {
        version,
        what: 'autoencoder',
        ...registered,
        baseVersion,
        patients: 1,
        trainBeats: 90,
        validationBeats: 10,
        selectionFingerprint: 'sha256:00',
        bestEpoch: 2,
        losses: [
          { epoch: 1, trainLoss: 3, validationLoss: 3.5 },
          { epoch: 2, trainLoss: 2, validationLoss: 2.5 },
        ],
        verdict: { promote: true, sentence: 'Promote it.', reasons: ['It is better.'], missing: [] },
        reportFile,
        durationMs: 1500,
        peakMemoryBytes: 2e8,
      } satisfies RetrainResult;
    },
    { pollMs: 20, heartbeatMs: 20 },
  );
  await expect.poll(async () => (await queue.find(id))?.state).toBe('completed');
  await worker.stop();
  return id;
}

/** Keeps what is said, as one line each. */
function logger(lines: string[]): Logger {
  const keep = (values: object, text: string): void => {
    const said = 'why' in values ? String(values.why) : '';
    const { runs, models, aliases } = values as {
      runs?: number;
      models?: number;
      aliases?: readonly string[];
    };
    lines.push(
      said === ''
        ? `${text}: ${runs ?? 0} runs, ${models ?? 0} models, aliases ${aliases?.join() ?? ''}`
        : said,
    );
  };
  return { info: keep, warn: keep } as unknown as Logger;
}

const sources = () => readSources({ queue, repositories: database.repositories, dataDir });
const actor = { actor: 'ann', reason: 'of the test' };

/** What a data scientist sees, by MLflow's own client. */
const program = `
import json, os, sys
import mlflow, numpy
client = mlflow.MlflowClient()
runs = client.search_runs([client.get_experiment_by_name('beatwatch').experiment_id])
def shown(run):
    metrics = {key: [(m.step, m.value) for m in client.get_metric_history(run.info.run_id, key)] for key in run.data.metrics}
    files = [file.path for file in client.list_artifacts(run.info.run_id)]
    return {'name': run.info.run_name, 'status': run.info.status, 'params': run.data.params, 'metrics': metrics, 'tags': run.data.tags,
            'files': files, 'models': [output.model_id for output in run.outputs.model_outputs]}
model = client.get_registered_model('beatwatch-wearable')
versions = {v.version: v.tags['beatwatch.version'] for v in client.search_model_versions("name='beatwatch-wearable'")}
out = {'runs': [shown(run) for run in runs], 'aliases': {alias: versions[str(v)] for alias, v in model.aliases.items()}}
beats = numpy.fromfile(sys.argv[1], dtype=numpy.float32).reshape(2, -1)
loaded = mlflow.pyfunc.load_model('models:/beatwatch-wearable@challenger')
out['losses'] = loaded.predict({'beats': beats})['losses'].tolist()
print(json.dumps(out))
`;

interface Seen {
  readonly runs: readonly {
    readonly name: string;
    readonly params: Readonly<Record<string, string>>;
    readonly metrics: Readonly<Record<string, unknown>>;
    readonly tags: Readonly<Record<string, string>>;
    readonly files: readonly string[];
    readonly models: readonly string[];
    readonly status: string;
  }[];
  readonly aliases: Readonly<Record<string, string>>;
  readonly losses: readonly number[];
}

it(
  'has every run, report, model, ONNX export and role, once, and follows promotion and roll-back',
  { timeout: 400_000 },
  async (context) => {
    mlflow = await startMlflow(context);
    const { url, username, password, python } = mlflow;
    const settings: MlflowSettings = {
      server: url,
      experiment: 'beatwatch',
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
    };
    const send = async () =>
      publish(createMlflowClient(settings, AbortSignal.timeout(200_000)), await sources(), Date.now());
    const shipped = (await loadModel(wearableModelDirectory())).manifest.version;
    const model = await shippedTimes(1.01);
    const { version } = model.manifest;
    const id = await completedJob(model);

    // Who may not, is told so, and nothing is half there.
    const stranger = createMlflowClient(
      { ...settings, authorization: 'Bearer wrong' },
      AbortSignal.timeout(200_000),
    );
    await expect(publish(stranger, await sources(), Date.now())).rejects.toMatchObject({
      code: 'mlflow-unauthorized',
    });

    expect(await send()).toEqual({
      runs: [`job ${id}`],
      models: [`model ${shipped}`],
      aliases: ['champion', 'challenger'],
      problems: [],
      isComplete: true,
    });
    expect(await send()).toMatchObject({ runs: [], models: [], aliases: [], problems: [] });

    // Of two trainers that begin a run at once, one goes on with it, and the other leaves nothing behind.
    const client = createMlflowClient(settings, AbortSignal.timeout(200_000));
    const { experiment_id: experiment } = await client.call(
      'POST',
      'experiments/create',
      { name: 'at once' },
      z.object({ experiment_id: z.string() }),
    );
    const begun = { experiment, origin: `job ${id}`, begun: undefined, nowMs: Date.now() };
    const content = {
      name: 'twin',
      startedAtMs: 0,
      endedAtMs: 1,
      status: 'FINISHED',
      params: {},
      metrics: [],
      tags: {},
    } as const;
    const twins = await Promise.all([
      beginRun(client, { ...begun, content }),
      beginRun(client, { ...begun, content }),
    ]);
    const { runs } = await client.call(
      'POST',
      'runs/search',
      { experiment_ids: [experiment] },
      z.object({ runs: z.array(z.object({ info: z.object({ run_id: z.string() }) })) }),
    );
    expect(runs).toHaveLength(1);
    expect(runs.map(({ info }) => info.run_id)).toEqual(twins.flatMap((twin) => twin?.runId ?? []));

    const beats = Float32Array.from({ length: 2 * 88 }, (_, at) => Math.sin(at / 5));
    const beatsFile = join(dataDir, 'beats.f32');
    await writeFile(beatsFile, beats);
    const env = {
      ...process.env,
      MLFLOW_TRACKING_URI: url,
      MLFLOW_TRACKING_USERNAME: username,
      MLFLOW_TRACKING_PASSWORD: password,
    };
    const { stdout } = await execute(python, ['-c', program, beatsFile], { env, maxBuffer: 2 ** 24 });
    const seen = JSON.parse(stdout) as Seen;
    expect(seen.aliases).toEqual({ champion: shipped, challenger: version });
    expect(seen.runs.map(({ name }) => name).toSorted()).toEqual([version, shipped].toSorted());
    const run = seen.runs.find(({ name }) => name === version)!;
    expect(run).toMatchObject({
      status: 'FINISHED',
      params: { epochs: '2', seed: '7', learning_rate: '0.001', base_version: shipped, patients_named: '1' },
      metrics: {
        train_loss: [
          [1, 3],
          [2, 2],
        ],
        validation_loss: [
          [1, 3.5],
          [2, 2.5],
        ],
        train_beats: [[0, 90]],
      },
      tags: { 'beatwatch.version': version, 'mlflow.note.content': 'Promote it.\n\nIt is better.' },
      files: ['report.html'],
    });
    expect(run.models).toHaveLength(1);
    const engine = await createOnnxScoringEngine(model);
    const { losses } = await engine.score(beats, 2);
    await engine.dispose();
    expect(seen.losses).toHaveLength(2);
    seen.losses.forEach((loss, at) => {
      expect(loss).toBeCloseTo(losses[at]!, 3);
    });

    await promote(database.repositories, actor);
    expect(await send()).toMatchObject({ aliases: ['champion'] });
    await rollBack(database.repositories, actor);
    expect(await send()).toMatchObject({ aliases: ['champion'] });

    // While the server is away, fails or hangs a job ends as ever; what was missed is sent when it is back.
    const gate = await startGate(url);
    const lines: string[] = [];
    const mirror = buildMlflowMirror({
      settings: { ...settings, server: gate.url },
      sources,
      roles: () => readRoles(database.repositories),
      isRunning: async (jobId) => (await queue.find(jobId))?.state === 'running',
      logger: logger(lines),
      everyMs: 20,
      retryMs: 50,
    });
    await mirror.start();
    await expect.poll(() => lines).toHaveLength(1);
    expect(lines[0]).toContain('status 503');
    const next = await completedJob(await shippedTimes(0.99));
    mirror.attemptEnded(next);
    gate.open();
    await expect
      .poll(() => lines.at(-1), { timeout: 30_000 })
      .toBe('sent to MLflow: 1 runs, 0 models, aliases challenger');
    expect(lines).toHaveLength(2);
    await mirror.stop();
    await gate.stop();
    expect(await send()).toMatchObject({ runs: [], models: [], aliases: [], isComplete: true });
  },
);

/** Passes requests on once it is open, and says 503 until then. */
async function startGate(
  target: string,
): Promise<{ url: string; open: () => void; stop: () => Promise<void> }> {
  let isOpen = false;
  const gate = createServer((request, response) => {
    const forward = async (): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      if (!isOpen) {
        response.writeHead(503).end();
        return;
      }
      const reply = await fetch(`${target}${request.url ?? ''}`, {
        method: request.method ?? 'GET',
        headers: {
          authorization: request.headers.authorization ?? '',
          'content-type': request.headers['content-type'] ?? 'application/octet-stream',
        },
        ...(chunks.length > 0 && { body: new Uint8Array(Buffer.concat(chunks)) }),
      });
      response.writeHead(reply.status).end(await reply.text());
    };
    forward().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(gate.address() as AddressInfo).port}`,
    open: () => {
      isOpen = true;
    },
    stop: () => closed(gate),
  };
}

const closed = (gate: Server): Promise<void> =>
  new Promise((resolve) => {
    gate.closeAllConnections();
    gate.close(() => {
      resolve();
    });
  });
