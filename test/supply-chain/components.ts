import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A package of the CycloneDX document, as far as it is read here. */
export interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly 'bom-ref': string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
  /** Absent for workspaces, whose licence is the repository's. */
  readonly licenses?: readonly (
    { readonly license: { readonly id?: string; readonly name?: string } } | { readonly expression: string }
  )[];
}

export interface Sbom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * What npm installs for production, as CycloneDX; other platforms' binaries are not in it. npm's own `--omit dev` leaves out what a
 * package for development needs as well.
 */
export function productionSbom(): Sbom {
  const text = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const sbom = JSON.parse(text) as Sbom;
  const isForDevelopment = ({ properties = [] }: Component): boolean =>
    properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');
  const left = new Set(sbom.components.filter(isForDevelopment).map((component) => component['bom-ref']));
  return {
    ...sbom,
    components: sbom.components.filter((component) => !left.has(component['bom-ref'])),
    dependencies: sbom.dependencies
      .filter(({ ref }) => !left.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => !left.has(one)) })),
  };
}

/** As an SPDX expression; undefined where the package names none. */
export function licenceOf({ licenses }: Component): string | undefined {
  const parts = (licenses ?? []).map((licence) =>
    'expression' in licence ? licence.expression : (licence.license.id ?? licence.license.name),
  );
  return parts.length === 0 || parts.includes(undefined) ? undefined : parts.join(' AND ');
}
