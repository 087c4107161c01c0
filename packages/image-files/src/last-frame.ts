/**
 * Reads frames and caches the last one: its channels are read one after the other, and again when the file is written,
 * and decoding is slow.
 */
export function holdingLast<Frame>(
  read: (frame: number) => Promise<Frame>,
): (frame: number) => Promise<Frame> {
  let last: { readonly index: number; readonly frame: Promise<Frame> } | undefined;
  return (index) => {
    if (last?.index !== index) last = { index, frame: read(index) };
    return last.frame;
  };
}
