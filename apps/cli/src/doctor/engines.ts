import {
  availableEngines,
  createScoringEngine,
  createUntrainedModel,
  defaultScoringEngine,
  defaultTrainingEngine,
  type EngineName,
} from '@beatwatch/model-core';
import { describeError } from '@beatwatch/service-kit';
import type { Finding } from './finding.ts';

const libraries: Readonly<Record<EngineName, string>> = {
  onnx: 'onnxruntime on the CPU',
  tensorflow: 'TensorFlow, in a thread of its own',
  wasm: 'TensorFlow.js on WebAssembly',
};

/** Engines for scoring and training, each with the reason for its choice, and how to set up `tensorflow`. */
export async function examineEngines(): Promise<Finding[]> {
  return [await scoring(), training(), await tensorflow()];
}

async function tryToScore(engine: 'onnx' | 'tensorflow'): Promise<void> {
  const tried = await createScoringEngine(createUntrainedModel({ embedding: 2, seed: 1 }), { engine });
  await tried.score(new Float32Array(tried.sampleCount), 1);
  await tried.dispose();
}

async function scoring(): Promise<Finding> {
  const { reason } = defaultScoringEngine();
  try {
    await tryToScore('onnx');
    return {
      subject: 'engine',
      status: 'good',
      found: `onnx (${libraries.onnx}) for scoring: ${reason}; it scored a beat just now`,
    };
  } catch (error) {
    return {
      subject: 'engine',
      status: 'bad',
      found: describeError(error),
      remedy:
        'run "npm install" again on Linux, macOS or Windows, x64 or arm64: onnxruntime-node brings its library along',
    };
  }
}

function training(): Finding {
  const [lstm, dense] = [
    defaultTrainingEngine('lstm-autoencoder'),
    defaultTrainingEngine('dense-autoencoder'),
  ];
  return {
    subject: 'training',
    status: 'good',
    found: `LSTM autoencoders on ${lstm.engine} (${lstm.reason}); dense ones on ${dense.engine} (${dense.reason})`,
  };
}

async function tensorflow(): Promise<Finding> {
  const subject = 'tensorflow';
  const engine = availableEngines().find(({ name }) => name === 'tensorflow');
  if (engine === undefined || !engine.available)
    return {
      subject,
      status: 'note',
      found: `not in use: ${engine?.reason ?? 'unknown'}`,
      remedy: engine?.remedy ?? 'npm run setup:tensorflow',
    };
  try {
    await tryToScore('tensorflow');
    return { subject, status: 'good', found: `${libraries.tensorflow}: it scored a beat just now` };
  } catch (error) {
    return {
      subject,
      status: 'note',
      found: describeError(error),
      remedy: 'npm run setup:tensorflow -- --force',
    };
  }
}
