import fc from 'fast-check';

const knownTexts: readonly string[] = [
  '\0',
  'II\0',
  'nurse\0x',
  '\ud800',
  '\udc00x',
  '',
  ' ',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  "'; drop table beat; --",
  '\u202e',
  'a\nb',
  '💓'.repeat(30),
  'x'.repeat(100_000),
];

/** Text that some part behind the border would refuse, or could be led astray by. */
export const poisonText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...knownTexts),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

const poisonNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(
    Number.NaN,
    Infinity,
    -Infinity,
    0,
    -1,
    1e-320,
    1.5,
    1e9,
    1e308,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    -(2 ** 63),
    1e15,
    8.999e15,
  ),
  fc.double(),
);

const poisonValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: poisonText },
  { weight: 4, arbitrary: poisonNumber },
  fc.constantFrom(undefined, null, true, {}, [], [[]], Int16Array.of(), new Uint8Array(7)),
  fc.constantFrom(20_001, 100_000).map((length) => new Array<number>(length).fill(1)),
  fc.constant(undefined).map(() => deep(200)),
);

/** Poison for a place: of the kind that stood there, so that it gets past the check of the kind, or of any other. */
function poisonFor(replacedValue: unknown): fc.Arbitrary<unknown> {
  const like =
    typeof replacedValue === 'string'
      ? poisonText
      : typeof replacedValue === 'number'
        ? poisonNumber
        : poisonValue;
  return fc.oneof({ weight: 4, arbitrary: like }, { weight: 1, arbitrary: poisonValue });
}

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>>)[key], value);

function deep(levels: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

type Path = readonly string[];

const isTree = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (!isTree(value)) return [path];
  const inner = Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

function replaced(value: unknown, [key, ...rest]: Path, poison: unknown): unknown {
  if (key === undefined) return poison;
  if (!isTree(value)) return value;
  const entry = replaced((value as Readonly<Record<string, unknown>>)[key], rest, poison);
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === key ? entry : item));
  return { ...value, [key]: entry };
}

/** A good value with one to three of its parts, at any depth, replaced by poison. */
export function poisoned(good: object): fc.Arbitrary<unknown> {
  const change = fc
    .constantFrom(...pathsOf(good))
    .chain((path) => fc.tuple(fc.constant(path), poisonFor(at(good, path))));
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) =>
      changes.reduce<unknown>((value, [path, poison]) => replaced(value, path, poison), good),
    );
}

/** A good value with each of its texts, one by one, replaced by each of the texts that are known to be poison. */
export function eachTextPoisoned(good: object): unknown[] {
  return pathsOf(good)
    .filter((path) => typeof at(good, path) === 'string')
    .flatMap((path) => knownTexts.map((text) => replaced(good, path, text)));
}

/** Bytes of a good message with some changed, cut off or repeated; or junk. */
export function poisonBytes(good: Uint8Array): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.nat(good.byteLength).map((length) => good.slice(0, length)),
    fc
      .array(fc.tuple(fc.nat(good.byteLength - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
      .map((changes) => {
        const bytes = good.slice();
        for (const [at, value] of changes) bytes[at] = value;
        return bytes;
      }),
    fc.nat(40).map((times) => Buffer.concat(Array.from({ length: times }, () => good))),
    fc.constantFrom(Buffer.alloc(400_000, 0xfb), Buffer.alloc(400_000, 'junk'), Buffer.alloc(400_000)),
  );
}
