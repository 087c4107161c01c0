import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { freemem, totalmem } from 'node:os';
import process from 'node:process';
import { loadModel, pretrainedModelDirectory } from '@beatwatch/model-core';
import { describeError } from '@beatwatch/service-kit';
import { createKafkaStream } from '@beatwatch/stream';
import { findLocalBrokerSupport } from '@beatwatch/stream/local-broker';
import { openDatabase } from '@beatwatch/timescale';
import { wearableModelDirectory } from '@beatwatch/adaptation';
import { loadBeatsModel } from '@beatwatch/signal-models';
import type { CliConfig } from '../config.ts';
import { readStack, type Stack } from '../stack/stack-file.ts';
import { examineEngines } from './engines.ts';
import type { Finding } from './finding.ts';
import { examineCuda } from './gpu.ts';
import { examineJudging } from './judging.ts';

const gib = 2 ** 30;

/** Findings on everything that `start` needs, in the order of use. */
export async function examine(config: CliConfig): Promise<Finding[]> {
  const stack = await readStack(config.dataDir);
  const [folder, engines, scoring, ...others] = await Promise.all([
    dataFolder(config),
    // One after the other: trials take the time.
    examineEngines().then(async (engines) => [...engines, ...(await examineCuda())]),
    models(),
    broker(config),
    database(config),
  ]);
  return [
    node(),
    memory(),
    folder,
    ...engines,
    ...scoring,
    ...others,
    ...(stack === undefined ? await ports(config) : [running(stack), await examineJudging(stack)]),
  ];
}

function running({ url, pid }: Stack): Finding {
  return { subject: 'running stack', status: 'good', found: `${url} (process ${pid})` };
}

function ports(config: CliConfig): Promise<Finding[]> {
  return Promise.all([
    port('dashboard port', 'DASHBOARD_PORT', config.DASHBOARD_PORT),
    port('gateway port', 'GATEWAY_PORT', config.GATEWAY_PORT),
    port('ingest port', 'INGEST_HTTP_PORT', config.INGEST_HTTP_PORT),
  ]);
}

function node(): Finding {
  return { subject: 'Node.js', status: 'good', found: process.versions.node };
}

function memory(): Finding {
  const total = totalmem() / gib;
  const found = `${total.toFixed(1)} GiB, ${(freemem() / gib).toFixed(1)} GiB free`;
  if (total >= 4) return { subject: 'memory', status: 'good', found };
  return {
    subject: 'memory',
    status: 'note',
    found,
    remedy: 'the whole stack wants about 2 GiB; 4 GiB or more is comfortable',
  };
}

async function dataFolder(config: CliConfig): Promise<Finding> {
  try {
    await mkdir(config.dataDir, { recursive: true });
    await access(config.dataDir, constants.W_OK);
    const { bavail, bsize } = await statfs(config.dataDir);
    return {
      subject: 'data folder',
      status: 'good',
      found: `${config.dataDir}, ${((bavail * bsize) / gib).toFixed(0)} GiB free`,
    };
  } catch (error) {
    return {
      subject: 'data folder',
      status: 'bad',
      found: describeError(error),
      remedy: 'name a folder that can be written in BEATWATCH_DATA_DIR',
    };
  }
}

/** The shipped models, each with its preprocessing. */
async function models(): Promise<Finding[]> {
  return Promise.all([
    model('model', wearableModelDirectory()),
    classes(),
    model('model of ECG5000', pretrainedModelDirectory()),
  ]);
}

const model = (subject: string, directory: string): Promise<Finding> =>
  loaded(subject, async () => {
    const { manifest } = await loadModel(directory);
    return `${manifest.version}, scores ${manifest.preprocessing}`;
  });

const classes = (): Promise<Finding> =>
  loaded('model of beat classes', async () => {
    const { manifest } = await loadBeatsModel(wearableModelDirectory(undefined, 'beats'));
    return `${manifest.version}, tells ${manifest.classes.join(' ')}`;
  });

async function loaded(subject: string, load: () => Promise<string>): Promise<Finding> {
  try {
    return { subject, status: 'good', found: await load() };
  } catch (error) {
    return {
      subject,
      status: 'bad',
      found: describeError(error),
      remedy: 'fetch the repository again, or train one: beatwatch train --help',
    };
  }
}

async function broker(config: CliConfig): Promise<Finding> {
  const subject = 'broker';
  if (config.KAFKA_BROKERS !== undefined) {
    try {
      await (await createKafkaStream({ brokers: config.KAFKA_BROKERS, clientId: 'beatwatch-doctor' })).stop();
      return { subject, status: 'good', found: 'the Kafka that KAFKA_BROKERS names answers' };
    } catch (error) {
      return {
        subject,
        status: 'bad',
        found: describeError(error),
        remedy: 'check KAFKA_BROKERS, or unset it for a local broker',
      };
    }
  }
  const support = await findLocalBrokerSupport();
  if (support.available) {
    const files = support.jarsCached
      ? 'its files are cached'
      : 'its files (43 MB) are fetched at the first start';
    return { subject, status: 'good', found: `local Kafka on Java ${support.javaVersion}; ${files}` };
  }
  return {
    subject,
    status: 'note',
    found: `in-process messages, since ${support.reason}: one machine, no replay from another terminal`,
    remedy: support.remedy,
  };
}

async function database(config: CliConfig): Promise<Finding> {
  const subject = 'database';
  if (config.DATABASE_URL === undefined) {
    return { subject, status: 'good', found: 'embedded TimescaleDB, since DATABASE_URL is not set' };
  }
  const opened = openDatabase({ connectionString: config.DATABASE_URL, applicationName: 'beatwatch-doctor' });
  try {
    const { rows } = await opened.pool.query<{ default_version: string }>(
      "select default_version from pg_available_extensions where name = 'timescaledb'",
    );
    const [extension] = rows;
    if (extension !== undefined)
      return { subject, status: 'good', found: `server with TimescaleDB ${extension.default_version}` };
    return {
      subject,
      status: 'bad',
      found: 'the server has no TimescaleDB',
      remedy: 'install its extension, or use the image timescale/timescaledb',
    };
  } catch (error) {
    return {
      subject,
      status: 'bad',
      found: describeError(error),
      remedy: 'check DATABASE_URL, or unset it for the embedded database',
    };
  } finally {
    await opened.close();
  }
}

function port(subject: string, variable: string, wanted: number): Promise<Finding> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve({
        subject,
        status: 'note',
        found: `${wanted} is taken: start takes another port`,
        remedy: `set ${variable} to choose it`,
      });
    });
    server.listen(wanted, () => {
      server.close(() => {
        resolve({ subject, status: 'good', found: `${wanted} is free` });
      });
    });
  });
}
