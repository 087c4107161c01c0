import { describedGpus, type GpuFacts } from './gpu-facts.ts';
import { unusable, type GpuFinding } from './gpu-finding.ts';

/** PCI vendor id of NVIDIA. */
const nvidia = '0x10de';

const containerRemedy =
  'start the container with the NVIDIA runtime: "docker run --gpus all" with the NVIDIA Container Toolkit on the host, or the limit nvidia.com/gpu: 1 in Kubernetes';

/** Whether anything says that this machine has an NVIDIA GPU. */
export const hasNvidiaGpu = (facts: GpuFacts): boolean =>
  facts.displayVendors.includes(nvidia) ||
  facts.kernelDriver !== undefined ||
  facts.deviceNodes.length > 0 ||
  (facts.insideWsl && facts.driverLibrary);

/** The first reason, from the machine up to the driver, for which no program can use an NVIDIA GPU here. */
export function driverFinding(facts: GpuFacts): GpuFinding | undefined {
  return (
    platformFinding(facts) ??
    missingFinding(facts) ??
    nodesFinding(facts) ??
    hiddenFinding(facts) ??
    smiFinding(facts)
  );
}

function platformFinding({ platform, arch, glibcVersion }: GpuFacts): GpuFinding | undefined {
  if (platform !== 'linux' || arch !== 'x64')
    return unusable(
      'other-platform',
      `TensorFlow for CUDA is built for Linux on x64, and this is ${platform} on ${arch}`,
      'SCORER_ENGINE=webgpu uses a GPU here',
    );
  if (glibcVersion === undefined)
    return unusable(
      'other-c-library',
      'this system has another C library than glibc, such as musl on Alpine, and libtensorflow is built for glibc',
      'use a Debian, Ubuntu or Red Hat image',
    );
  return undefined;
}

function missingFinding(facts: GpuFacts): GpuFinding | undefined {
  const { displayVendors, kernelDriver, driverLibrary, insideContainer, deviceNodes } = facts;
  if (!hasNvidiaGpu(facts)) {
    const others = displayVendors.length > 0;
    const found = 'no NVIDIA GPU on this machine';
    return others
      ? unusable('no-gpu', found, "SCORER_ENGINE=webgpu can use another vendor's GPU")
      : { code: 'no-gpu', status: 'unusable', found };
  }
  if (facts.insideWsl) return undefined;
  if (insideContainer && (deviceNodes.length === 0 || !driverLibrary))
    return unusable(
      'container-without-runtime',
      `the machine has an NVIDIA GPU, but this container was started without it: ${
        deviceNodes.length === 0 ? '/dev/nvidia* is missing' : 'libcuda.so.1 is missing'
      }`,
      containerRemedy,
    );
  if (kernelDriver === undefined)
    return unusable(
      'driver-missing',
      "an NVIDIA GPU, but its driver isn't loaded: /proc/driver/nvidia/version is missing",
      "install NVIDIA's driver (Debian: nvidia-driver; Ubuntu: ubuntu-drivers install) and restart; with Secure Boot its module must be signed",
    );
  if (!driverLibrary)
    return unusable(
      'driver-library-missing',
      "the driver's kernel module is loaded, but its library libcuda.so.1 is missing",
      "install the driver's library of the same version (Debian: libcuda1; Ubuntu: libnvidia-compute-VERSION)",
    );
  return undefined;
}

/** The nodes without which CUDA does not start; the kernel's part for displays has others. */
function nodesFinding({ deviceNodes, insideWsl }: GpuFacts): GpuFinding | undefined {
  if (insideWsl) return undefined;
  const paths = deviceNodes.map(({ path }) => path);
  const missing = ['/dev/nvidiactl', '/dev/nvidia-uvm'].filter((path) => !paths.includes(path));
  if (!paths.some((path) => /^\/dev\/nvidia\d+$/.test(path))) missing.unshift('/dev/nvidia0');
  if (missing.length > 0)
    return unusable(
      'device-nodes-missing',
      `the driver is loaded, but ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
      'run "sudo nvidia-modprobe -u -c 0", or nvidia-smi once as root; nvidia-persistenced does it at each start',
    );
  const locked = deviceNodes.filter(({ usable }) => !usable);
  if (locked.length > 0)
    return unusable(
      'no-permission',
      `no permission for ${locked.map(({ path, mode, group }) => `${path} (mode ${mode}, group ${group})`).join(', ')}`,
      'add this user to that group (often video or render) and log in again; in a container, add the group: docker run --group-add NUMBER',
    );
  return undefined;
}

function hiddenFinding({ visibleDevices }: GpuFacts): GpuFinding | undefined {
  if (visibleDevices === undefined || !/^\s*(-1.*)?$/.test(visibleDevices)) return undefined;
  return unusable(
    'hidden',
    `CUDA_VISIBLE_DEVICES is "${visibleDevices}", which hides every GPU`,
    'unset it, or set it to the number of a GPU',
  );
}

function smiFinding({ smi }: GpuFacts): GpuFinding | undefined {
  if (smi === undefined) return undefined;
  const { exitCode, output } = smi;
  if (/driver\/library version mismatch/i.test(output))
    return unusable(
      'driver-mismatch',
      "the driver's library is of another version than its kernel module: it was updated while in use",
      'restart the machine',
    );
  if (exitCode !== 0 || describedGpus(smi).length === 0)
    return unusable(
      'driver-silent',
      `nvidia-smi sees no GPU: ${lastLine(output) || `it ended with ${exitCode ?? 'no'} exit code`}`,
      'look for "NVRM" and "Xid" in dmesg; restart the machine, and reseat or replace the card if it stays lost',
    );
  return undefined;
}

const lastLine = (output: string): string => output.trim().split('\n').at(-1)?.trim() ?? '';
