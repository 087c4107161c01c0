import { indexText, shortText } from './fields.ts';

/** @throws ContractError unless it is a text of 1 to 16 characters that can be stored */
export const leadName = (value: string): string => indexText('lead', shortText('lead', value, 16));

/** Who caused a change. @throws ContractError unless it is a text of 1 to 80 characters that can be stored */
export const actorName = (value: string): string => shortText('actor', value, 80);

/** @throws ContractError unless it is a text of 1 to 40 characters that can be stored */
export const wardName = (value: string): string => shortText('ward', value, 40);

/** @throws ContractError unless it is a text of 1 to 16 characters that can be stored */
export const bedName = (value: string): string => shortText('bed', value, 16);

/** A patient's name. @throws ContractError unless it is a text of 1 to 80 characters that can be stored */
export const displayNameText = (value: string): string => shortText('displayName', value, 80);
