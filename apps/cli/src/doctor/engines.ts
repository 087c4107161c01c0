import process from 'node:process';
import { wearableModelDirectory } from '@beatwatch/adaptation';
import {
  defaultTrainingEngine,
  fastestEngine,
  loadModel,
  tryEngines,
  type EngineName,
  type EngineTrial,
  type LiveEngine,
} from '@beatwatch/model-core';
import { engineSettingOf, trialLine, type EngineSetting } from '@beatwatch/scorer';
import { describeError } from '@beatwatch/service-kit';
import type { Finding } from './finding.ts';

const libraries: Readonly<Record<EngineName, string>> = {
  onnx: 'onnxruntime on the CPU',
  tensorflow: 'TensorFlow, in a thread of its own',
  wasm: 'TensorFlow.js on WebAssembly',
  webgpu: 'kernels on the GPU by WebGPU',
};

/** Engines for scoring and training: which one scores and why, what each does with the model for wearables, and what is missing. */
export async function examineEngines(): Promise<Finding[]> {
  try {
    const setting = engineSettingOf(process.env);
    const trials = await tryEngines(await loadModel(wearableModelDirectory()), {
      measureMs: 500,
      nowMs: () => performance.now(),
    });
    return [scoring(setting, trials), training(), ...others(trials)];
  } catch (error) {
    const remedy = 'set SCORER_ENGINE to one of its values, or fetch the repository again';
    return [{ subject: 'engine', status: 'bad', found: describeError(error), remedy }, training()];
  }
}

/** Which engine the scorer takes. */
export function scoring(setting: EngineSetting, trials: readonly EngineTrial[]): Finding {
  const table = trials
    .filter(({ outcome }) => outcome !== 'unavailable')
    .map(trialLine)
    .join('; ');
  const why =
    setting === 'auto' ? 'the fastest that agrees with the plain definition' : 'as SCORER_ENGINE says';
  const chosen = setting === 'auto' ? fastest(trials) : setting;
  const trial = trials.find(({ engine }) => engine === chosen);
  if (chosen !== undefined && trial?.outcome === 'agrees')
    return {
      subject: 'engine',
      status: 'good',
      found: `${chosen} (${libraries[chosen]}) for scoring, ${why}. Tried just now with the model for wearables: ${table}`,
    };
  return {
    subject: 'engine',
    status: 'bad',
    found: `${setting} cannot score: ${trial === undefined ? 'no engine works' : trialLine(trial)}`,
    remedy:
      trial?.remedy ??
      'unset SCORER_ENGINE, and run "npm install" again on Linux, macOS or Windows, x64 or arm64: onnxruntime-node brings its library along',
  };
}

function fastest(trials: readonly EngineTrial[]): LiveEngine | undefined {
  try {
    return fastestEngine(trials);
  } catch {
    return undefined;
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

/** The engines that have to be set up, or need a device. */
function others(trials: readonly EngineTrial[]): Finding[] {
  return trials
    .filter(({ engine }) => engine !== 'onnx')
    .map((trial): Finding => {
      const subject = trial.engine;
      if (trial.outcome === 'agrees')
        return { subject, status: 'good', found: `${libraries[subject]}: it scored a beat just now` };
      const { reason = 'its scores differ from the plain definition', remedy } = trial;
      return {
        subject,
        status: 'note',
        found: `not in use: ${reason}`,
        ...(remedy !== undefined && { remedy }),
      };
    });
}
