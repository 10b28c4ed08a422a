/** The releases of Istio whose fields and rules are known, oldest first. */
export const ISTIO_VERSIONS: readonly string[] = ['1.28', '1.29', '1.30', '1.31'];

/** The one that is meant where none is named. */
export const DEFAULT_ISTIO_VERSION = '1.30';
