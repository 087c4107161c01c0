export { MainsFilter, mainsFrequenciesHz, type MainsHz } from './mains-filter.ts';
