import { driverFinding } from './driver-findings.ts';
import { describedGpus, type GpuFacts } from './gpu-facts.ts';
import { unusable, type GpuFinding } from './gpu-finding.ts';
import { libraryFindings } from './library-findings.ts';
import { reportedErrors } from './reported-errors.ts';

/** Memory that the largest run of beats and CUDA itself take, MiB. */
const neededMiB = 3072;

/**
 * Why TensorFlow cannot use this machine's NVIDIA GPU, each with what to do; or that it can, and with what limits. Never empty. Causes
 * stand before what follows from them.
 */
export function gpuFindings(facts: GpuFacts): GpuFinding[] {
  const driver = driverFinding(facts);
  if (driver !== undefined) return [driver];
  const library = libraryFindings(facts);
  const { load } = facts;
  const works = load?.works === true && load.usesGpu;
  const findings = distinct([
    // A GPU that computes disproves what files suggest.
    ...library.filter(({ status }) => !works || status === 'limited'),
    ...memory(facts),
    ...(works || load === undefined ? [] : reportedErrors(load.log)),
  ]);
  if (works) return [{ code: 'works', status: 'works', found: description(facts) }, ...findings];
  return findings.some(({ status }) => status === 'unusable') ? findings : [...findings, unexplained(facts)];
}

/** The first of each code. */
function distinct(findings: readonly GpuFinding[]): GpuFinding[] {
  return findings.filter(({ code }, at) => findings.findIndex((finding) => finding.code === code) === at);
}

function memory(facts: GpuFacts): GpuFinding[] {
  return describedGpus(facts.smi).flatMap(({ name, freeMiB, totalMiB, computeMode }): GpuFinding[] => {
    const exclusive: GpuFinding[] = /prohibited/i.test(computeMode)
      ? [
          unusable(
            'exclusive',
            `${name} has the compute mode ${computeMode}: no program may compute on it`,
            'sudo nvidia-smi -c DEFAULT',
          ),
        ]
      : [];
    if (!(freeMiB < neededMiB)) return exclusive;
    return [
      ...exclusive,
      {
        code: 'out-of-memory',
        status: 'limited',
        found: `${name} has ${freeMiB} of ${totalMiB} MiB free; large batches take up to ${neededMiB}`,
        remedy: 'end other programs that nvidia-smi lists, or choose another GPU by CUDA_VISIBLE_DEVICES',
      },
    ];
  });
}

function description({ smi, load }: GpuFacts): string {
  const gpus = describedGpus(smi).map(
    ({ name, driverVersion, totalMiB, capability }) =>
      `${name} (${totalMiB} MiB, driver ${driverVersion}${capability === undefined ? '' : `, compute capability ${capability}`})`,
  );
  const version = load?.works === true ? ` ${load.version}` : '';
  return `TensorFlow${version} computes on ${gpus.length === 0 ? 'the GPU' : gpus.join(', ')}`;
}

function unexplained({ load }: GpuFacts): GpuFinding {
  const log = load?.log.trim().split('\n').slice(-3).join(' / ') ?? '';
  return unusable(
    'unexplained',
    `TensorFlow computes on the CPU, for a reason that it does not name${log === '' ? '' : `: ${log.slice(0, 400)}`}`,
    'npm run setup:tensorflow -- --gpu --force, and report this with the output of "beatwatch doctor --json"',
  );
}
