import type { EcgRecording } from '../live-path/ecg-recording.ts';

/** A noise record at another sampling rate, by linear interpolation. */
export function resampledNoise(noise: EcgRecording, samplingRateHz: number): EcgRecording {
  if (noise.samplingRateHz === samplingRateHz) return noise;
  const step = noise.samplingRateHz / samplingRateHz;
  const { samples } = noise;
  return {
    ...noise,
    samplingRateHz,
    samples: Int16Array.from({ length: Math.floor((samples.length - 1) / step) }, (_, index) => {
      const before = Math.floor(index * step);
      const value = samples[before] ?? 0;
      return Math.round(value + (index * step - before) * ((samples[before + 1] ?? value) - value));
    }),
  };
}
