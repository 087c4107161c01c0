import { cpus } from 'node:os';
import { findTensorflow, type LiveEngine } from '@beatwatch/model-core';
import { openDevice } from '../../../packages/model-core/src/webgpu/device.ts';

/** What an engine computes on, for people. */
export async function deviceOf(engine: LiveEngine): Promise<string> {
  switch (engine) {
    case 'onnx':
      return cpus()[0]?.model ?? 'processor';
    case 'tensorflow': {
      const found = findTensorflow();
      return found.available ? found.packageName : found.reason;
    }
    case 'webgpu': {
      const device = await openDevice();
      const { vendor, architecture, description } = device.adapterInfo;
      device.destroy();
      return [description, vendor, architecture].filter((part) => part !== '').join(', ');
    }
  }
}
