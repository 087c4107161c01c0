import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { checkLibrary } from '../check-library.ts';
import { installedPackage } from '../installation.ts';
import { hasNvidiaGpu } from './driver-findings.ts';
import {
  smiFields,
  type DeviceNode,
  type GpuFacts,
  type InstalledLibrary,
  type ProgramOutput,
} from './gpu-facts.ts';
import { runProgram } from './run-program.ts';

const limitMs = 15_000;

/** Looks at this machine's files and asks nvidia-smi; loads TensorFlow in another process where a GPU or its build is there. */
export async function gatherGpuFacts(env: NodeJS.ProcessEnv = process.env): Promise<GpuFacts> {
  const [smi, cached] = await Promise.all([askSmi(), loaderCache()]);
  const searched = [...libraryPath(env), '/usr/lib/wsl/lib', '/usr/local/cuda/lib64'];
  const installed = installedPackage();
  const machine = {
    platform: process.platform,
    arch: process.arch,
    glibcVersion: glibcVersion(),
    insideContainer:
      ['/.dockerenv', '/run/.containerenv'].some((path) => existsSync(path)) || underKubernetes(env),
    insideWsl: existsSync('/dev/dxg'),
    displayVendors: displayVendors(),
    kernelDriver: textOf('/proc/driver/nvidia/version'),
    driverLibrary:
      cached.includes('libcuda.so.1') || searched.some((folder) => existsSync(join(folder, 'libcuda.so.1'))),
    deviceNodes: deviceNodes(),
    smi,
    visibleDevices: env['CUDA_VISIBLE_DEVICES'],
  };
  const library: InstalledLibrary | undefined = installed && {
    packageName: installed.name,
    build: installed.build,
    cudaLibraries: cudaLibraries(installed.folder, [...searched.flatMap(namesIn), ...cached]),
  };
  const facts: GpuFacts = { ...machine, installed: library, load: undefined };
  if (installed === undefined || !(hasNvidiaGpu(facts) || installed.name.endsWith('-gpu'))) return facts;
  return { ...facts, load: await checkLibrary(installed.folder) };
}

async function askSmi(): Promise<ProgramOutput | undefined> {
  const ask = (fields: string) =>
    runProgram('nvidia-smi', [`--query-gpu=${fields}`, '--format=csv,noheader,nounits'], { limitMs });
  const result = await ask(smiFields);
  if (result.missing) return undefined;
  // Drivers before 510 do not know the last one.
  return /not a valid field/i.test(result.output) ? ask(smiFields.replace(/,compute_cap$/, '')) : result;
}

/** Names of all libraries in the loader's cache. */
async function loaderCache(): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  for (const program of ['ldconfig', '/sbin/ldconfig']) {
    const { output, exitCode } = await runProgram(program, ['-p'], { limitMs });
    if (exitCode === 0) return [...output.matchAll(/^\s+(\S+\.so[.\d]*) /gm)].map(([, name = '']) => name);
  }
  return [];
}

const libraryPath = (env: NodeJS.ProcessEnv): string[] =>
  (env['LD_LIBRARY_PATH'] ?? '').split(':').filter((folder) => folder !== '');

/** CUDA's libraries beside TensorFlow's and elsewhere, by name. */
function cudaLibraries(folder: string, elsewhere: readonly string[]): string[] {
  const dependencies = join(folder, 'deps');
  const parts = namesIn(join(dependencies, 'nvidia')).map((part) =>
    join(dependencies, 'nvidia', part, 'lib'),
  );
  const names = [...[join(dependencies, 'lib'), ...parts].flatMap(namesIn), ...elsewhere];
  return [...new Set(names)].filter((name) => /^lib(cu|nv)\w*\.so\.\d/.test(name)).toSorted();
}

/** Class 0x03 of PCI devices: display controllers, 3D controllers among them. */
function displayVendors(): string[] {
  const devices = '/sys/bus/pci/devices';
  return namesIn(devices).flatMap((name) => {
    const read = (file: string) => textOf(join(devices, name, file))?.trim() ?? '';
    return read('class').startsWith('0x03') ? [read('vendor')] : [];
  });
}

function deviceNodes(): DeviceNode[] {
  return namesIn('/dev')
    .filter((name) => /^nvidia(\d+|ctl|-uvm)$/.test(name))
    .map((name) => {
      const path = join('/dev', name);
      const { mode, gid } = statSync(path);
      return { path, usable: isUsable(path), mode: (mode & 0o777).toString(8).padStart(3, '0'), group: gid };
    });
}

function isUsable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Kubernetes's containers have none of Docker's files. */
const underKubernetes = (env: NodeJS.ProcessEnv): boolean => env['KUBERNETES_SERVICE_HOST'] !== undefined;

function glibcVersion(): string | undefined {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
