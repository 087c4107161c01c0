import satisfies from 'spdx-satisfies';
import { licenceOf, type Component } from './components.ts';

/** Licences that ask for no more than their text and names, and go with Apache-2.0. */
const allowed = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
  'Zlib',
] as const;

/** Packages under other licences, with why they may stay. */
const exceptions: readonly { readonly name: RegExp; readonly licence: string; readonly because: string }[] = [
  {
    name: /^caniuse-lite$/,
    licence: 'CC-BY-4.0',
    because: 'data that Next.js reads while it builds; nothing of it is shipped',
  },
  {
    name: /^lightningcss(-|$)/,
    licence: 'MPL-2.0',
    because:
      'part of vite, which npm installs as better-auth names vitest as an optional peer; nothing runs it',
  },
  {
    name: /^@img\/sharp-libvips-/,
    licence: 'LGPL-3.0-or-later',
    because: 'a shared library that users can replace; optional in Next.js, and no page uses it',
  },
];

export interface LicensedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression; undefined where the package names none. */
  readonly licence: string | undefined;
  /** Why it may not be used; undefined where it may. */
  readonly refusal: string | undefined;
  /** Why it may be used under a licence that is not on the list. */
  readonly exception: string | undefined;
}

/** The packages of others, by name. */
export const licensedPackages = (components: readonly Component[]): LicensedPackage[] =>
  components
    .filter(({ purl }) => !isOurs(purl))
    .map((component) => {
      const { name, version } = component;
      const licence = licenceOf(component);
      const exception = exceptions.find((entry) => entry.name.test(name) && entry.licence === licence);
      const refusal = exception === undefined ? refusalOf(licence) : undefined;
      return { name, version, licence, refusal, exception: exception?.because };
    })
    .sort((one, other) => one.name.localeCompare(other.name) || one.version.localeCompare(other.version));

const isOurs = (purl: string): boolean => purl.startsWith('pkg:npm/%40beatwatch/');

function refusalOf(licence: string | undefined): string | undefined {
  if (licence === undefined) return 'names no licence';
  try {
    return satisfies(licence, [...allowed]) ? undefined : `${licence} is not on the list`;
  } catch {
    return `${licence} is not an SPDX expression`;
  }
}
