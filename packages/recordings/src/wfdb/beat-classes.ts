/**
 * The five classes of ANSI/AAMI EC57:2012, 4.3.2: N any beat not in the others, S supraventricular ectopic,
 * V ventricular ectopic, F fusion of ventricular and normal, Q paced or not classifiable.
 */
export type AamiClass = 'N' | 'S' | 'V' | 'F' | 'Q';

/**
 * PhysioNet's beat symbols by class, as de Chazal, O'Dwyer, Reilly, IEEE Trans Biomed Eng 51(7), 2004, table I
 * maps the MIT-BIH ones; the symbols that MIT-BIH does not use (B, r, n, ?) as EC57 describes their beats.
 */
const symbolsByClass: Readonly<Record<AamiClass, string>> = {
  N: 'NLRBej',
  S: 'AaJSn',
  V: 'VEr',
  F: 'F',
  Q: '/fQ?',
};

const classBySymbol: ReadonlyMap<string, AamiClass> = new Map(
  (['N', 'S', 'V', 'F', 'Q'] as const).flatMap((aamiClass) =>
    Array.from(symbolsByClass[aamiClass], (symbol) => [symbol, aamiClass] as const),
  ),
);

/** Class of an annotation's symbol; `undefined` for rhythm, noise and flutter waves (`!`). */
export function aamiClassOf(symbol: string): AamiClass | undefined {
  return classBySymbol.get(symbol);
}

/** Whether an annotation is of a beat. Flutter waves (`!`) are not: EC57 leaves ventricular flutter out. */
export function isBeatAnnotation(symbol: string): boolean {
  return classBySymbol.has(symbol);
}
