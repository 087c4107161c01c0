import dcmjsCodecs from 'dcmjs-codecs';

const { NativeCodecs, log } = dcmjsCodecs;
// What it has to say comes as exceptions too.
log.disableAll(false);

export const { Context } = dcmjsCodecs;

/**
 * Runs one decoder of the WebAssembly module. Its memory never shrinks, and after an exception what it had allocated
 * stays allocated: then, and when a large image has passed, a fresh module takes its place.
 */
export async function withNativeCodecs<Result>(
  decode: (codecs: typeof NativeCodecs) => Result,
): Promise<Result> {
  // Another frame's failure may have released it meanwhile.
  while (!NativeCodecs.isInitialized()) await NativeCodecs.initializeAsync();
  try {
    return decode(NativeCodecs);
  } catch (error) {
    NativeCodecs.release();
    throw error;
  }
}

/** Gives the module's memory back. */
export function releaseNativeCodecs(): void {
  NativeCodecs.release();
}
