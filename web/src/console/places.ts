// The parts of the console, by the word in the address.
export const PLACES = ['cases', 'tickets', 'numbers', 'people'] as const;
export type Place = (typeof PLACES)[number];
