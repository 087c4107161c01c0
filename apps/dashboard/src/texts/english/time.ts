/** Lengths of time. */
export const time = {
  justNow: 'just now',
  ago: (duration: string) => `${duration} ago`,
};
