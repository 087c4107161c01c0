import type { KnownSecond, LeadState } from '../state.ts';

/** The patient's second: as good as the best lead, and as likely fibrillation as the leads say on average. */
export function jointSecond(leads: readonly LeadState[]): KnownSecond | undefined {
  const seconds = leads.flatMap(({ seconds }) => seconds.at(-1) ?? []);
  const [first] = seconds;
  if (first === undefined || seconds.length === 1) return first;
  const withSignal = seconds.filter(({ hasSignal }) => hasSignal);
  const ventricularLogOdds = meanLogOdds(withSignal);
  const withLogOdds = withSignal.filter((second) => second.ventricularLogOdds !== undefined);
  return {
    ...(ventricularLogOdds !== undefined && {
      ventricularLogOdds,
      ventricularPossible: withLogOdds.some((second) => second.ventricularPossible !== false),
    }),
    timeUs: Math.max(...seconds.map(({ timeUs }) => timeUs)),
    endTimeUs: Math.max(...seconds.map(({ endTimeUs }) => endTimeUs)),
    usable: seconds.some(({ usable }) => usable),
    clear: seconds.some(({ clear }) => clear),
    leadOff: seconds.some(({ leadOff }) => leadOff),
    hasSignal: seconds.some(({ hasSignal }) => hasSignal),
    qualityIndex: Math.max(...seconds.map(({ qualityIndex }) => qualityIndex)),
    fibrillationIndex: meanIndex(withSignal),
  };
}

function meanLogOdds(seconds: readonly KnownSecond[]): number | undefined {
  const known = seconds.flatMap(({ ventricularLogOdds }) => ventricularLogOdds ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, one) => sum + one, 0) / known.length;
}

/** Mean of the log odds of indices, as an index. */
function meanIndex(seconds: readonly KnownSecond[]): number {
  if (seconds.length === 0) return 0;
  const logOdds = seconds.map(({ fibrillationIndex }) => {
    const index = Math.min(1 - certain, Math.max(certain, fibrillationIndex));
    return Math.log(index / (1 - index));
  });
  const mean = logOdds.reduce((sum, one) => sum + one, 0) / logOdds.length;
  return 1 / (1 + Math.exp(-mean));
}

/** One lead must not outvote the other by being quite certain. */
const certain = 0.01;
