/** What is wrong with the surroundings of the processes at a time. */
export interface Weather {
  isBrokerDown: boolean;
  isDatabaseDown: boolean;
  isDiskFull: boolean;
  /** Longest time that a statement takes, milliseconds. */
  statementMs: number;
  /** Longest time from a message's arrival at the broker to its fetch, milliseconds. */
  fetchMs: number;
  /** Probability that a statement or a send fails before it takes effect. */
  failsBefore: number;
  /** Probability that its reply is lost after it has taken effect. */
  failsAfter: number;
}

export const fairWeather = (): Weather => ({
  isBrokerDown: false,
  isDatabaseDown: false,
  isDiskFull: false,
  statementMs: 8,
  fetchMs: 20,
  failsBefore: 0,
  failsAfter: 0,
});
