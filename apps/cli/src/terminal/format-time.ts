/** A time in tables: to the second, in UTC, as `2026-11-29T18:04:05Z`. */
export const formatTime = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
