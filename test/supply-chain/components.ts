import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A package of the CycloneDX document, as far as it is read here. */
export interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  /** Absent for workspaces, whose licence is the repository's. */
  readonly licenses?: readonly (
    { readonly license: { readonly id?: string; readonly name?: string } } | { readonly expression: string }
  )[];
}

export interface Sbom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly components: readonly Component[];
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What npm has installed for production, as CycloneDX; other platforms' binaries are not in it. */
export function productionSbom(): Sbom {
  const text = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return JSON.parse(text) as Sbom;
}

/** As an SPDX expression; undefined where the package names none. */
export function licenceOf({ licenses }: Component): string | undefined {
  const parts = (licenses ?? []).map((licence) =>
    'expression' in licence ? licence.expression : (licence.license.id ?? licence.license.name),
  );
  return parts.length === 0 || parts.includes(undefined) ? undefined : parts.join(' AND ');
}
