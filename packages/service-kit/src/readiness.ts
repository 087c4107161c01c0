import { problem, type Problem } from './problem.ts';

/** True where it holds; text says why it does not. */
type CheckResult = boolean | string;
type ReadinessCheck = () => CheckResult | Promise<CheckResult>;

/** What must hold for an app to be ready, by name. A check that throws, rejects or takes over 3 s does not hold. */
export type ReadinessChecks = Readonly<Record<string, ReadinessCheck>>;

const checkLimitMs = 3000;

/** Body of `/healthz`: the process responds. */
export const alive = { status: 'alive' } as const;

export interface Readiness {
  readonly ready: boolean;
  /** Names of the checks that do not hold. */
  readonly failing: readonly string[];
}

/** Body of `/readyz`: a problem with status 503 where a check does not hold. */
export async function readiness(checks: ReadinessChecks): Promise<Readiness | (Problem & Readiness)> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => ({ name, result: await resultOf(check) })),
  );
  const failed = results.filter(({ result }) => result !== true);
  const failing = failed.map(({ name }) => name);
  if (failing.length === 0) return { ready: true, failing };
  const detail = failed
    .map(({ name, result }) => (typeof result === 'string' ? `${name} (${result})` : name))
    .join(', ');
  return { ...problem(503, `Not ready: ${detail}.`), ready: false, failing };
}

async function resultOf(check: ReadinessCheck): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(resolve, checkLimitMs, `no result within ${checkLimitMs / 1000} s`);
  });
  try {
    return await Promise.race([check(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
