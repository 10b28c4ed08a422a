/**
 * Field names that the generated bindings cannot spell as the API does.
 */
interface Renames {
  readonly consecutive5XxErrors: 'consecutive5xxErrors';
  readonly wellKnownCaCertificates: 'wellKnownCACertificates';
}

type WireKey<K> = K extends keyof Renames ? Renames[K] : K;

/**
 * A generated type as it stands on the wire: enums are their string values and fields have the API's own names.
 *
 * The generated classes map only the fields that they know and lose patches to any other, so we take their types
 * and emit bare objects.
 */
export type Wire<T> =
  T extends string ? `${T}` :
    T extends number | boolean | Date | undefined | null ? T :
      T extends readonly (infer U)[] ? Wire<U>[] :
        T extends object ? { readonly [K in keyof T as WireKey<K>]: Wire<T[K]> } :
          T;
