import { unusable, type GpuFinding, type GpuFindingCode } from './gpu-finding.ts';

const setUpAgain = 'npm run setup:tensorflow -- --gpu --from registry --force';

interface KnownError {
  readonly code: GpuFindingCode;
  readonly pattern: RegExp;
  /** What it means; the text that was found follows. */
  readonly means: string;
  readonly remedy: string;
}

/** Errors of the loader, of CUDA and of TensorFlow, by their text; of several that fit, the first of each code is reported. */
const knownErrors: readonly KnownError[] = [
  {
    code: 'c-library-too-old',
    pattern: /version [`'‘]?(GLIBC|GLIBCXX|CXXABI)_[\d.]+['’]? not found[^\n]*/,
    means: "the system's C or C++ library is older than libtensorflow needs",
    remedy: 'use a newer distribution (glibc 2.17 or later, libstdc++ of GCC 9 or later)',
  },
  {
    code: 'foreign-library',
    pattern:
      /[^\n]*(invalid ELF header|wrong ELF class|Exec format error|file too short|not a valid Win32)[^\n]*/i,
    means: 'a library is for another platform, or is not whole',
    remedy: setUpAgain,
  },
  {
    code: 'other-c-library',
    pattern: /[^\n]*(ld-linux-x86-64\.so\.2: No such file|Error relocating)[^\n]*/,
    means: 'libtensorflow is built for glibc, and this system has another C library',
    remedy: 'use a Debian, Ubuntu or Red Hat image',
  },
  {
    code: 'cudnn-other-version',
    pattern: /Loaded runtime CuDNN library: [^\n]*|CUDNN_STATUS_(SUBLIBRARY_)?VERSION_MISMATCH[^\n]*/,
    means: 'cuDNN has another version than libtensorflow was built with',
    remedy: `${setUpAgain}; take another cuDNN out of LD_LIBRARY_PATH`,
  },
  {
    code: 'cudnn-missing',
    pattern: /[^\n]*libcudnn[\w.]*: cannot open shared object file[^\n]*/,
    means: 'cuDNN is missing',
    remedy: setUpAgain,
  },
  {
    code: 'driver-library-missing',
    pattern:
      /[^\n]*libcuda\.so\.1: cannot open shared object file[^\n]*|failed call to cuInit[^\n]*303[^\n]*/i,
    means: "the driver's library libcuda.so.1 could not be loaded",
    remedy: "install NVIDIA's driver with its libraries, or start the container with the NVIDIA runtime",
  },
  {
    code: 'cuda-library-missing',
    pattern:
      /[^\n]*lib(cu(?!dnn|da\.)\w+|nvrtc|nccl|nvJitLink)[\w.-]*: cannot open shared object file[^\n]*|Cannot dlopen some GPU libraries/,
    means: 'a library of CUDA is missing',
    remedy: setUpAgain,
  },
  {
    code: 'library-incomplete',
    pattern: /[^\n]*(libtensorflow[\w.]*: cannot open shared object file|undefined symbol)[^\n]*/,
    means: 'libtensorflow is missing in part, or the binding was built against another one',
    remedy: setUpAgain,
  },
  {
    code: 'processor-too-old',
    pattern: /compiled to use \w+ instructions, but these aren't available[^\n]*|Illegal instruction/,
    means: "this processor lacks instructions that libtensorflow's build uses",
    remedy: 'use a processor with AVX, or the engine onnx',
  },
  {
    code: 'driver-not-ready',
    pattern: /CUDA_ERROR_SYSTEM_NOT_READY[^\n]*|system not yet initialized/,
    means: 'the GPUs of this server are not connected yet: its fabric manager is not running',
    remedy: "start NVIDIA's fabric manager of the driver's version: systemctl start nvidia-fabricmanager",
  },
  {
    code: 'driver-mismatch',
    pattern: /CUDA_ERROR_SYSTEM_DRIVER_MISMATCH[^\n]*|CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE[^\n]*/,
    means: "the driver's library does not fit its kernel module",
    remedy: "restart after an update of the driver; take CUDA's folder compat out of LD_LIBRARY_PATH",
  },
  {
    code: 'driver-too-old',
    pattern:
      /driver version is insufficient[^\n]*|CUDA_ERROR_UNSUPPORTED_PTX_VERSION[^\n]*|unsupported toolchain/,
    means: "the driver is older than libtensorflow's CUDA needs",
    remedy: "install a newer driver of NVIDIA's",
  },
  {
    code: 'capability-not-built',
    pattern:
      /no kernel image is available[^\n]*|CUDA_ERROR_NO_BINARY_FOR_GPU[^\n]*|Ignoring visible gpu device[^\n]*minimum required[^\n]*/i,
    means: 'libtensorflow is not built for the compute capability of this GPU',
    remedy: 'SCORER_ENGINE=webgpu uses this GPU without CUDA',
  },
  {
    code: 'out-of-memory',
    pattern:
      /CUDA_ERROR_OUT_OF_MEMORY[^\n]*|OOM when allocating[^\n]*|RESOURCE_EXHAUSTED[^\n]*|CUDNN_STATUS_(ALLOC_FAILED|NOT_INITIALIZED)[^\n]*/,
    means: "the GPU's memory is taken",
    remedy: 'end other programs that nvidia-smi lists, or choose another GPU by CUDA_VISIBLE_DEVICES',
  },
  {
    code: 'exclusive',
    pattern:
      /CUDA_ERROR_DEVICES?_UNAVAILABLE[^\n]*|devices? (\(s\) )?(is\/are|are) (all )?busy or unavailable[^\n]*/i,
    means: 'another process holds the GPU for itself',
    remedy: 'end it, or let several share the GPU: sudo nvidia-smi -c DEFAULT',
  },
  {
    code: 'hardware-fault',
    pattern: /CUDA_ERROR_ECC_UNCORRECTABLE[^\n]*|CUDA_ERROR_HARDWARE_STACK_ERROR[^\n]*|GPU is lost[^\n]*/i,
    means: 'the GPU has reported a fault of its own',
    remedy: 'look for "Xid" in dmesg; restart the machine, then have the card tested',
  },
  {
    code: 'no-permission',
    pattern: /CUDA_ERROR_NOT_PERMITTED[^\n]*|CUDA_ERROR_OPERATING_SYSTEM[^\n]*/,
    means: 'the operating system refuses the GPU to this user',
    remedy: 'check the permissions of /dev/nvidia* and the limits of the container',
  },
  {
    code: 'device-nodes-missing',
    pattern:
      /CUDA_ERROR_NO_DEVICE[^\n]*|kernel driver does not appear to be running[^\n]*|CUDA_ERROR_UNKNOWN[^\n]*/,
    means: 'CUDA finds the driver, but no device',
    remedy:
      'run "sudo nvidia-modprobe -u -c 0"; after standby: sudo modprobe -r nvidia_uvm && sudo modprobe nvidia_uvm',
  },
];

/** Longest part of an error's text that is shown. */
const shownLength = 240;

/** What a program's output says about why the GPU cannot be used. */
export function reportedErrors(output: string): GpuFinding[] {
  const found = new Map<GpuFindingCode, GpuFinding>();
  for (const { code, pattern, means, remedy } of knownErrors) {
    const text = pattern.exec(output)?.[0].trim();
    if (text !== undefined && !found.has(code))
      found.set(code, unusable(code, `${means}: "${text.slice(0, shownLength)}"`, remedy));
  }
  return [...found.values()];
}
