/** A kernel with all it reads and writes, and how many workgroups run it. */
export interface Dispatch extends BoundKernel {
  readonly workgroups: readonly [x: number, y?: number, z?: number];
}

export interface BoundKernel {
  readonly pipeline: GPUComputePipeline;
  readonly bindings: GPUBindGroup;
}

/** Buffers by their number in the shader. */
export type Bindings = readonly (readonly [binding: number, buffer: GPUBuffer])[];

/**
 * A compute shader with one entry point, compiled when the device first needs it.
 * @throws Error that names the lines where it does not compile
 */
export async function bindKernel(device: GPUDevice, code: string, buffers: Bindings): Promise<BoundKernel> {
  const pipeline = await compiledOnce(device, code);
  const entries = buffers.map(([binding, buffer]) => ({ binding, resource: { buffer } }));
  const bindings = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  return { pipeline, bindings };
}

/** Records kernels, one after the other. */
export function recordDispatches(encoder: GPUCommandEncoder, dispatches: readonly Dispatch[]): void {
  const pass = encoder.beginComputePass();
  for (const { pipeline, bindings, workgroups } of dispatches) {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindings);
    pass.dispatchWorkgroups(...workgroups);
  }
  pass.end();
}

/** By device and code: networks of one kind have the same kernels. */
const compiled = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

function compiledOnce(device: GPUDevice, code: string): Promise<GPUComputePipeline> {
  const ofDevice = compiled.get(device) ?? new Map<string, Promise<GPUComputePipeline>>();
  compiled.set(device, ofDevice);
  const pipeline = ofDevice.get(code) ?? compile(device, code);
  ofDevice.set(code, pipeline);
  return pipeline;
}

async function compile(device: GPUDevice, code: string): Promise<GPUComputePipeline> {
  const module = device.createShaderModule({ code });
  try {
    return await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  } catch (error) {
    const { messages } = await module.getCompilationInfo();
    const found = messages.map(({ lineNum, message }) => `line ${lineNum}: ${message}`).join('; ');
    throw found === '' ? error : new Error(`a kernel does not compile: ${found}`, { cause: error });
  }
}
