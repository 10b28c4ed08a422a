/** The releases of Istio whose fields and rules are known, oldest first. */
export const ISTIO_VERSIONS: readonly string[] = ['1.28', '1.29', '1.30', '1.31'];

/** The one that is meant where none is named. */
export const DEFAULT_ISTIO_VERSION = '1.30';

/** The release that a name such as '1.30' or '1.30.3' means; undefined if it is none that is known. */
export function releaseOf(name: string): string | undefined {
  const minor = /^(1\.\d+)(?:\.\d+)?$/.exec(name)?.[1];
  return ISTIO_VERSIONS.find(version => version === minor);
}

/** Whether a release is another one or later; both like '1.30'. */
export function isSince(version: string, other: string): boolean {
  const [[major, minor = 0], [otherMajor, otherMinor = 0]] = [version, other].map(text => text.split('.').map(Number));
  return major > otherMajor || (major === otherMajor && minor >= otherMinor);
}
