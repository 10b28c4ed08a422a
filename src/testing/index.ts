export { AccessCaller } from '../analysis/access/access-request';
export type { AccessWorkload } from '../analysis/access/access-request';
export * from './assertions';
export type { End, Subject } from './ends';
export type { Checked } from './findings';
export { install } from './matchers';
export type { ExpectLike } from './matchers';
export * from './request';
export type { OlderVersion, SinceOptions } from './since';
