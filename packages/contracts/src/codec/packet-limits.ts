/** What a packet may hold; both readers keep to it. */
export const packetLimits = {
  samples: { min: 1, max: 20_000 },
  samplingRateHz: { min: 50, max: 2000 },
  microvoltsPerCount: { min: 1e-6, max: 1000 },
} as const;
