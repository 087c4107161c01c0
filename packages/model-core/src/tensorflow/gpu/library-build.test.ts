import { expect, it } from 'vitest';
import { capabilitySupport, isOlder, oldestDriver, parseBuildInfo, stockBuild } from './library-build.ts';

it('reads what a wheel was built for', () => {
  const gpu = `build_info = collections.OrderedDict([('cpu_compiler', 'clang 18'), ('cuda_compute_capabilities', ['sm_60', 'sm_70', 'sm_80', 'sm_89', 'compute_90']), ('cuda_version', '12.5.1'), ('cudnn_version', '9'), ('is_cuda_build', True), ('is_rocm_build', False)])`;
  expect(parseBuildInfo(gpu)).toEqual({
    kind: 'cuda',
    cuda: '12.5.1',
    cudnn: 9,
    capabilities: ['sm_60', 'sm_70', 'sm_80', 'sm_89', 'compute_90'],
  });
  expect(parseBuildInfo("build_info = {'is_rocm_build': False, 'is_cuda_build': False}")).toEqual({
    kind: 'cpu',
  });
  expect(parseBuildInfo('')).toBeUndefined();
});

it.each([
  ['9.0', 'machine-code'],
  ['8.6', 'machine-code'],
  ['7.5', 'machine-code'],
  ['10.0', 'compiled'],
  ['12.0', 'compiled'],
  ['5.2', 'missing'],
])('capability %s of a build for 6.0 to 9.0: %s', (capability, support) => {
  expect(capabilitySupport(['sm_60', 'sm_70', 'sm_80', 'sm_89', 'compute_90'], capability)).toBe(support);
});

it("compiles for today's GPUs in the stock build, and has machine code of the same major version", () => {
  const capabilities = stockBuild.kind === 'cuda' ? stockBuild.capabilities : [];
  expect(capabilitySupport(capabilities, '8.6')).toBe('machine-code');
  expect(capabilitySupport(capabilities, '9.0')).toBe('compiled');
});

it('compares versions of drivers by their numbers', () => {
  expect(isOlder('470.256.02', '525.60.13')).toBe(true);
  expect(isOlder('525.60.13', '525.60.13')).toBe(false);
  expect(isOlder('1000.1', '525.60.13')).toBe(false);
  expect(isOlder('525.60', '525.60.13')).toBe(true);
  expect(oldestDriver('12.5.1')).toBe('525.60.13');
  expect(oldestDriver('14.0')).toBeUndefined();
});
