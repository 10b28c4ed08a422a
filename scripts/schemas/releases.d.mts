/** Where the CRDs of each release of Istio ('istio 1.30') and of each channel of the Gateway API ('gateway-api standard') are. */
export function crdFolders(root: string): ReadonlyMap<string, string>;
