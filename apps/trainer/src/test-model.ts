import { wearableModelDirectory } from '@beatwatch/adaptation';
import { createModel, loadModel, type Model } from '@beatwatch/model-core';

/** The shipped autoencoder with every weight times a number: near 1 one of about the same worth, far from it a bad one. */
export async function shippedTimes(factor: number): Promise<Model> {
  const { manifest, parameters } = await loadModel(wearableModelDirectory());
  return createModel({
    ...manifest,
    parameters: new Map(
      [...parameters].map(([name, { shape, values }]) => [
        name,
        { shape, values: values.map((value) => value * factor) },
      ]),
    ),
  });
}
