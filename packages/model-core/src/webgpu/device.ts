import { ModelCoreError } from '../errors.ts';
import { loadWebgpu } from './installation.ts';

/** Limits that the kernels make use of, as large as the GPU has them. */
const usedLimits = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
] as const;

const remedy =
  'install the driver of the GPU with its Vulkan part and the loader (Debian: libvulkan1; in a container: NVIDIA_DRIVER_CAPABILITIES=compute,graphics,utility), or choose the engine onnx';

// Dawn's objects do not keep the instance alive that they came from.
let instance: GPU | undefined;

/**
 * Opens the fastest GPU with half precision where it has it. Everything made on it is gone once it is destroyed.
 * @throws ModelCoreError (`engine-failed`), with what to do, without one
 */
export async function openDevice(): Promise<GPUDevice> {
  const { create } = await loadWebgpu();
  // The kernels write what they read of a workgroup's memory; SwiftShader takes seconds to compile zeros into it.
  instance ??= create(['enable-dawn-features=disable_workgroup_init']);
  const adapter = await instance.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null)
    throw new ModelCoreError(`no GPU for the engine webgpu: ${remedy}`, { code: 'engine-failed' });
  const requiredLimits = Object.fromEntries(usedLimits.map((name) => [name, adapter.limits[name]]));
  const requiredFeatures: GPUFeatureName[] = adapter.features.has('shader-f16') ? ['shader-f16'] : [];
  try {
    return await adapter.requestDevice({ requiredLimits, requiredFeatures });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ModelCoreError(`the engine webgpu could not open the GPU (${reason}): ${remedy}`, {
      code: 'engine-failed',
      cause,
    });
  }
}
