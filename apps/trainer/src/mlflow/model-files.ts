import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { exportOnnx, loadModel, type Model } from '@beatwatch/model-core';

export interface ArtifactFile {
  /** With slashes between folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const onnxFile = 'model.onnx';

/**
 * The files of a model as MLflow has them: its ONNX export with the description `MLmodel`, by which `mlflow.pyfunc.load_model`
 * runs it, and below `beatwatch` the files that Beatwatch scores with.
 * @param folder of the model's files
 * @param modelId that MLflow has given it
 * @throws ModelCoreError where its files are missing or broken
 */
export async function modelFiles(folder: string, modelId: string): Promise<readonly ArtifactFile[]> {
  const model = await loadModel(folder);
  return [
    { name: onnxFile, bytes: exportOnnx(model) },
    { name: 'MLmodel', bytes: utf8(JSON.stringify(descriptionOf(model, modelId), undefined, 2)) },
    { name: 'requirements.txt', bytes: utf8('mlflow>=3\nnumpy\nonnx\nonnxruntime\n') },
    ...(await filesBelow(folder)).map(({ name, bytes }) => ({ name: `beatwatch/${name}`, bytes })),
  ];
}

/** https://mlflow.org/docs/latest/ml/model/ says what is in it: YAML, of which JSON is a part. */
function descriptionOf({ manifest }: Model, modelId: string): object {
  const { sampleCount } = manifest.architecture;
  return {
    model_id: modelId,
    flavors: {
      onnx: { data: onnxFile, providers: ['CPUExecutionProvider'], code: null },
      python_function: { loader_module: 'mlflow.onnx', data: onnxFile },
    },
    signature: {
      inputs: JSON.stringify([tensor('beats', [-1, sampleCount])]),
      outputs: JSON.stringify([tensor('reconstructions', [-1, sampleCount]), tensor('losses', [-1])]),
      params: null,
    },
    metadata: { beatwatch_version: manifest.version, preprocessing: manifest.preprocessing },
  };
}

const tensor = (name: string, shape: readonly number[]): object => ({
  name,
  type: 'tensor',
  'tensor-spec': { dtype: 'float32', shape },
});

async function filesBelow(folder: string): Promise<readonly ArtifactFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map(async (path) => ({
        name: relative(folder, path).split(sep).join('/'),
        bytes: await readFile(path),
      })),
  );
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
