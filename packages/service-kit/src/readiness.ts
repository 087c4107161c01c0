import { problem, type Problem } from './problem.ts';

/** What must hold for an app to be ready, by name. A check that throws or rejects does not hold. */
export type ReadinessChecks = Readonly<Record<string, () => boolean | Promise<boolean>>>;

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
    Object.entries(checks).map(async ([name, check]) => ((await holds(check)) ? [] : [name])),
  );
  const failing = results.flat();
  if (failing.length === 0) return { ready: true, failing };
  return { ...problem(503, `Not ready: ${failing.join(', ')}.`), ready: false, failing };
}

async function holds(check: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await check();
  } catch {
    return false;
  }
}
