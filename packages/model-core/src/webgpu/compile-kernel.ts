/**
 * Compiles a compute shader with one entry point.
 * @throws Error that names the lines where it does not compile
 */
export async function compileKernel(device: GPUDevice, code: string): Promise<GPUComputePipeline> {
  const module = device.createShaderModule({ code });
  try {
    return await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  } catch (error) {
    const { messages } = await module.getCompilationInfo();
    const found = messages.map(({ lineNum, message }) => `line ${lineNum}: ${message}`).join('; ');
    throw found === '' ? error : new Error(`a kernel does not compile: ${found}`, { cause: error });
  }
}
