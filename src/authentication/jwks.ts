/** Members of a JSON Web Key (RFC 7518) that only its owner may know. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** What is wrong with a key set that is written down. */
export function jwksProblems(jwks: string): string[] {
  let keys: unknown;
  try {
    keys = (JSON.parse(jwks) as { readonly keys?: unknown } | null)?.keys;
  } catch {
    return ["its 'jwks' is not JSON; write the key set as in RFC 7517, { \"keys\": [ … ] }."];
  }
  if (!Array.isArray(keys) || keys.length === 0) {
    return ["its 'jwks' has no key, so no token would be accepted; add the issuer's public keys under 'keys'."];
  }
  return keys.flatMap((key: unknown, i) => {
    if (typeof key !== 'object' || key === null || typeof (key as { readonly kty?: unknown }).kty !== 'string') {
      return [`key ${i + 1} of its 'jwks' has no 'kty'; write keys as in RFC 7517.`];
    }
    const secrets = PRIVATE.filter(member => member in key);
    return secrets.length === 0 ? []
      : [`key ${i + 1} of its 'jwks' holds private material (${secrets.map(member => `'${member}'`).join(', ')}), and whoever reads the manifest could sign tokens; keep the public members only.`];
  });
}
