import type { Severity } from './severity';
import type { Element } from '../model';
import type { World } from './world/world';

/** One thing that a rule found. */
export interface Found {
  /** The object that is to be changed. */
  readonly object: Element;
  /** Where in it, as a `Cursor` writes it: `spec.http[0].route[1].weight`. @default - the object as a whole */
  readonly path?: string;
  /** What is wrong, with the value, without a full stop at its end. */
  readonly message: string;
  /** What to do here. @default - the rule's */
  readonly fix?: string;
  /** @default - the rule's */
  readonly severity?: Severity;
}

/** A mistake that manifests can hold, and how it is found. */
export interface Rule {
  /** `MESH` and four digits; the first two are its group's. It is public: once released, it never means anything else. */
  readonly code: string;
  readonly severity: Severity;
  /** The codes under which `istioctl analyze` (IST0000) and Kiali (KIA0000) tell of it. */
  readonly aliases: readonly string[];
  /** A few words, for tables. */
  readonly title: string;
  /** What happens if it stays: one to three sentences. */
  readonly explanation: string;
  /** What to do: one sentence. */
  readonly fix: string;
  /** Finds all of it. Pure; never throws, whatever the manifests are. What is found of objects of the context is dropped. */
  readonly find: (world: World) => Iterable<Found>;
}
