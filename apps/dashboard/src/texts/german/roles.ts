import type { Texts } from '../texts.ts';

export const roles: Texts['shell']['roles'] = {
  viewer: 'nur lesen',
  clinician: 'Klinik',
  administrator: 'Verwaltung',
};
