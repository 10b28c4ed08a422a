export * from './acknowledgements';
export * from './all-rules';
export * from './find-all';
export * from './finding';
export * from './rule';
export * from './severity';
export type { WorldOptions } from './world/world';
