// What every catalogue must hold: the shape of the English one. A missing or surplus text is a type error.
import type { en } from './en';

export type Messages = typeof en;
