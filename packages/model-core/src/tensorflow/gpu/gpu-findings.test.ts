import { describe, expect, it } from 'vitest';
import { smiFields, type DeviceNode, type GpuFacts, type LoadResult } from './gpu-facts.ts';
import { gpuFindings } from './gpu-findings.ts';
import { cudaLibrariesOf, stockBuild, type LibraryBuild } from './library-build.ts';

const node = (path: string, changed: Partial<DeviceNode> = {}): DeviceNode => ({
  path,
  usable: true,
  mode: '666',
  group: 0,
  ...changed,
});

const nodes = ['/dev/nvidia0', '/dev/nvidiactl', '/dev/nvidia-uvm'].map((path) => node(path));

/** `build_info.py` of the wheel tensorflow 2.20.0. */
const cuda12: Extract<LibraryBuild, { kind: 'cuda' }> = {
  kind: 'cuda',
  cuda: '12.5.1',
  cudnn: 9,
  capabilities: ['sm_60', 'sm_70', 'sm_80', 'sm_89', 'compute_90'],
};

const onGpu: Extract<LoadResult, { works: true }> = {
  works: true,
  usesGpu: true,
  cudaKernels: true,
  version: '2.20.0',
  log: '',
};
const onCpu = (log = ''): LoadResult => ({ ...onGpu, usesGpu: false, log });

const smi = (line: string, exitCode = 0) => ({ exitCode, output: `${line}\n` });
const h200 = '0, NVIDIA H200, 550.127.08, 143771, 143000, Default, 9.0';

/** A server on which everything works. */
const server: GpuFacts = {
  platform: 'linux',
  arch: 'x64',
  glibcVersion: '2.36',
  insideContainer: false,
  insideWsl: false,
  displayVendors: ['0x10de', '0x1a03'],
  kernelDriver: 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.127.08  Tue Oct  8 03:13:59 UTC 2024',
  driverLibrary: true,
  deviceNodes: nodes,
  smi: smi(h200),
  visibleDevices: undefined,
  installed: {
    packageName: '@tensorflow/tfjs-node-gpu',
    build: cuda12,
    cudaLibraries: [...cudaLibrariesOf('12.5.1'), 'libcudnn.so.9'],
  },
  load: onGpu,
};

/** Codes of what is found on a server with these differences. */
const codes = (changed: Partial<GpuFacts>): string[] =>
  gpuFindings({ ...server, ...changed }).map(({ code }) => code);

const withLibrary = (changed: Partial<NonNullable<GpuFacts['installed']>>, log = ''): Partial<GpuFacts> => ({
  installed: { ...server.installed!, ...changed },
  load: onCpu(log),
});

it('says which GPU computes, with what', () => {
  expect(gpuFindings(server)).toEqual([
    {
      code: 'works',
      status: 'works',
      found:
        'TensorFlow 2.20.0 computes on NVIDIA H200 (143771 MiB, driver 550.127.08, compute capability 9.0)',
    },
  ]);
  expect(smiFields.split(',')).toHaveLength(h200.split(',').length);
});

describe('of the machine and its driver, the first reason that keeps every program from the GPU', () => {
  it.each<[string, Partial<GpuFacts>]>([
    ['other-platform', { platform: 'darwin', arch: 'arm64' }],
    ['other-platform', { arch: 'arm64' }],
    ['other-c-library', { glibcVersion: undefined }],
    ['no-gpu', { displayVendors: [], kernelDriver: undefined, deviceNodes: [], smi: undefined }],
    ['container-without-runtime', { insideContainer: true, deviceNodes: [] }],
    ['container-without-runtime', { insideContainer: true, driverLibrary: false }],
    ['driver-missing', { kernelDriver: undefined, deviceNodes: [], driverLibrary: false }],
    ['driver-library-missing', { driverLibrary: false }],
    ['device-nodes-missing', { deviceNodes: [] }],
    ['device-nodes-missing', { deviceNodes: nodes.filter(({ path }) => path !== '/dev/nvidia-uvm') }],
    ['no-permission', { deviceNodes: nodes.map((each) => ({ ...each, usable: false })) }],
    ['hidden', { visibleDevices: '' }],
    ['hidden', { visibleDevices: '-1' }],
    [
      'driver-mismatch',
      {
        smi: smi(
          'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 550.90',
          18,
        ),
      },
    ],
    ['driver-silent', { smi: smi('No devices were found', 6) }],
    [
      'driver-silent',
      { smi: smi("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.", 9) },
    ],
  ])('%s, given %j', (code, changed) => {
    expect(codes({ ...changed, load: onCpu() })).toEqual([code]);
    const [finding] = gpuFindings({ ...server, ...changed, load: onCpu() });
    expect(finding?.status).toBe('unusable');
    expect(finding?.found).not.toBe('');
    if (code !== 'no-gpu') expect(finding?.remedy).toBeTruthy();
  });

  it('names what is locked, for whom, and the missing node', () => {
    const locked = nodes.map((each) => ({ ...each, usable: false, mode: '660', group: 44 }));
    expect(gpuFindings({ ...server, deviceNodes: locked })[0]?.found).toContain(
      '/dev/nvidia0 (mode 660, group 44)',
    );
    expect(gpuFindings({ ...server, deviceNodes: nodes.slice(1) })[0]?.found).toBe(
      'the driver is loaded, but /dev/nvidia0 is missing',
    );
  });

  it("points to webgpu where the GPU is another vendor's", () => {
    const others = { displayVendors: ['0x1002'], kernelDriver: undefined, deviceNodes: [], smi: undefined };
    expect(gpuFindings({ ...server, ...others })[0]?.remedy).toContain('SCORER_ENGINE=webgpu');
  });

  it('lets one GPU of many be chosen, and does without nvidia-smi', () => {
    expect(codes({ visibleDevices: '1' })).toEqual(['works']);
    expect(codes({ smi: undefined })).toEqual(['works']);
  });

  it('expects no device nodes of the driver under Windows', () => {
    const wsl = { insideWsl: true, kernelDriver: undefined, deviceNodes: [], displayVendors: [] };
    expect(codes(wsl)).toEqual(['works']);
    expect(codes({ ...wsl, driverLibrary: false })).toEqual(['no-gpu']);
  });
});

describe('of the library, every reason', () => {
  it.each<[string, Partial<GpuFacts>]>([
    ['not-set-up', { installed: undefined, load: undefined }],
    ['cpu-package', withLibrary({ packageName: '@tensorflow/tfjs-node', build: { kind: 'cpu' } })],
    ['cpu-library', { load: { ...onGpu, usesGpu: false, cudaKernels: false } }],
    ['cpu-library', { ...withLibrary({ build: { kind: 'cpu' } }), load: undefined }],
    ['cuda-library-missing', withLibrary({ cudaLibraries: ['libcudnn.so.9', 'libcudart.so.12'] })],
    ['cudnn-missing', withLibrary({ cudaLibraries: cudaLibrariesOf('12.5.1') })],
    ['cudnn-other-version', withLibrary({ cudaLibraries: [...cudaLibrariesOf('12.5.1'), 'libcudnn.so.8'] })],
    ['driver-too-old', { smi: smi(h200.replace('550.127.08', '470.256.02')), load: onCpu() }],
    [
      'driver-too-old',
      {
        smi: undefined,
        kernelDriver: server.kernelDriver?.replace('550.127.08', '515.105.01'),
        load: onCpu(),
      },
    ],
    ['capability-not-built', { smi: smi(h200.replace('9.0', '5.2')), load: onCpu() }],
    ['exclusive', { smi: smi(h200.replace('Default', 'Prohibited')), load: onCpu() }],
    ['unexplained', { load: onCpu() }],
  ])('%s', (code, changed) => {
    expect(codes(changed)).toEqual([code]);
    expect(gpuFindings({ ...server, ...changed })[0]?.remedy).toBeTruthy();
  });

  it('says which versions were found and expected', () => {
    const stock = withLibrary({ build: stockBuild, cudaLibraries: ['libcudnn.so.9'] });
    const findings = gpuFindings({ ...server, ...stock });
    expect(findings.map(({ code }) => code)).toEqual([
      'cuda-library-missing',
      'cudnn-other-version',
      'compiled-at-first-use',
    ]);
    expect(findings[0]?.found).toContain('built for CUDA 11.2, and libcudart.so.11.0, libcublas.so.11');
    expect(findings[1]?.found).toContain('found libcudnn.so.9, expected libcudnn.so.8');
  });

  it('names limits beside what works', () => {
    const full = smi('0, NVIDIA T4, 550.54, 15360, 900, Default, 7.5');
    expect(gpuFindings({ ...server, smi: full }).map(({ code, status }) => [code, status])).toEqual([
      ['works', 'works'],
      ['out-of-memory', 'limited'],
    ]);
    const blackwell = smi('0, NVIDIA RTX 5090, 570.86, 32607, 32000, Default, 12.0');
    expect(codes({ smi: blackwell })).toEqual(['works', 'compiled-at-first-use']);
  });

  it('believes a GPU that computes rather than a file that is missing', () => {
    expect(codes({ installed: { ...server.installed!, cudaLibraries: [] } })).toEqual(['works']);
  });
});

describe('what loader, CUDA and TensorFlow report', () => {
  it.each([
    [
      'cuda-library-missing',
      "Could not load dynamic library 'libcublas.so.11'; dlerror: libcublas.so.11: cannot open shared object file: No such file or directory",
    ],
    [
      'cuda-library-missing',
      'W tensorflow/core/common_runtime/gpu/gpu_device.cc:2341] Cannot dlopen some GPU libraries. Please make sure the missing libraries mentioned above are installed properly',
    ],
    [
      'cudnn-missing',
      "Could not load dynamic library 'libcudnn.so.8'; dlerror: libcudnn.so.8: cannot open shared object file: No such file or directory",
    ],
    [
      'cudnn-other-version',
      'E cuda_dnn.cc:429] Loaded runtime CuDNN library: 8.2.4 but source was compiled with: 9.3.0.',
    ],
    ['driver-library-missing', 'libcuda.so.1: cannot open shared object file: No such file or directory'],
    [
      'driver-library-missing',
      'failed call to cuInit: INTERNAL: CUDA error: Failed call to cuInit: UNKNOWN ERROR (303)',
    ],
    [
      'device-nodes-missing',
      'failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected',
    ],
    ['driver-not-ready', 'failed call to cuInit: CUDA_ERROR_SYSTEM_NOT_READY: system not yet initialized'],
    [
      'driver-mismatch',
      'CUDA_ERROR_SYSTEM_DRIVER_MISMATCH: system has unsupported display driver / cuda driver combination',
    ],
    ['driver-too-old', 'CUDA driver version is insufficient for CUDA runtime version'],
    [
      'driver-too-old',
      'CUDA_ERROR_UNSUPPORTED_PTX_VERSION: the provided PTX was compiled with an unsupported toolchain.',
    ],
    [
      'capability-not-built',
      'CUDA_ERROR_NO_BINARY_FOR_GPU: no kernel image is available for execution on the device',
    ],
    [
      'capability-not-built',
      'Ignoring visible gpu device (device: 0, name: GRID K520) with Cuda compute capability 3.0. The minimum required Cuda capability is 6.0.',
    ],
    ['out-of-memory', 'failed to allocate 15.4GiB from device: CUDA_ERROR_OUT_OF_MEMORY: out of memory'],
    ['out-of-memory', 'OOM when allocating tensor with shape[140,4096,256] and type float'],
    ['exclusive', 'CUDA_ERROR_DEVICE_UNAVAILABLE: CUDA-capable device(s) is/are busy or unavailable'],
    ['hardware-fault', 'CUDA_ERROR_ECC_UNCORRECTABLE: uncorrectable ECC error encountered'],
    ['no-permission', 'CUDA_ERROR_NOT_PERMITTED: operation not permitted'],
  ])('%s: %s', (code, text) => {
    const log = `2026-11-30 02:00:00.0: I something before\n${text}\nI something after`;
    expect(codes({ load: onCpu(log) })).toEqual([code]);
  });

  it.each([
    [
      'c-library-too-old',
      "Error: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.27' not found (required by /a/libtensorflow_cc.so.2)",
    ],
    [
      'c-library-too-old',
      "/usr/lib/libstdc++.so.6: version `GLIBCXX_3.4.29' not found (required by /a/tfjs_binding.node)",
    ],
    ['foreign-library', 'Error: /a/deps/lib/libtensorflow.so.2: invalid ELF header'],
    ['foreign-library', 'Error: /a/lib/napi-v8/tfjs_binding.node: wrong ELF class: ELFCLASS32'],
    [
      'library-incomplete',
      'Error: libtensorflow.so.2: cannot open shared object file: No such file or directory',
    ],
    ['library-incomplete', 'Error: /a/tfjs_binding.node: undefined symbol: TFE_NewContext'],
    [
      'processor-too-old',
      "The TensorFlow library was compiled to use AVX instructions, but these aren't available on your machine.",
    ],
    ['processor-too-old', 'ended by SIGILL: Illegal instruction'],
  ])('%s, where it cannot be loaded: %s', (code, log) => {
    expect(codes({ load: { works: false, log } })).toEqual([code]);
  });

  it('quotes them, and gives each reason once', () => {
    const twice = 'CUDA_ERROR_OUT_OF_MEMORY: out of memory\nOOM when allocating tensor with shape[2]';
    const findings = gpuFindings({ ...server, load: onCpu(twice) });
    expect(findings).toHaveLength(1);
    expect(findings[0]?.found).toContain('"CUDA_ERROR_OUT_OF_MEMORY: out of memory"');
  });

  it('shows what TensorFlow said last where nothing is known', () => {
    const [finding] = gpuFindings({ ...server, load: onCpu('something new\nhappened') });
    expect(finding).toMatchObject({ code: 'unexplained' });
    expect(finding?.found).toContain('something new / happened');
  });
});
