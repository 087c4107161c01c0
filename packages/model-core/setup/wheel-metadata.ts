/** A wheel's version, from its METADATA file (PyPA, "Core metadata specifications"). */
export const versionOf = (metadata: string): string | undefined => /^Version: (\S+)$/m.exec(metadata)?.[1];

/** What the wheel asks for under its extra `and-cuda`, as pip understands it. */
export function cudaRequirements(metadata: string): string[] {
  return [...metadata.matchAll(/^Requires-Dist: ([^;\n]+);([^\n]*)$/gm)].flatMap(([, requirement, marker]) =>
    requirement !== undefined && /extra == ["']and-cuda["']/.test(marker ?? '')
      ? [requirement.replace(/[\s()]/g, '')]
      : [],
  );
}
