/** Version of a wheel, from its METADATA file (PyPA, "Core metadata specifications"). */
export const versionOf = (metadata: string): string | undefined => /^Version: (\S+)$/m.exec(metadata)?.[1];

/** Requirements of the wheel's extra `and-cuda`, in pip's format. */
export function cudaRequirements(metadata: string): string[] {
  return [...metadata.matchAll(/^Requires-Dist: ([^;\n]+);([^\n]*)$/gm)].flatMap(([, requirement, marker]) =>
    requirement !== undefined && /extra == ["']and-cuda["']/.test(marker ?? '')
      ? [requirement.replace(/[\s()]/g, '')]
      : [],
  );
}
