/** Is this a token of HTTP (RFC 9110), as the names of headers and cookies are? */
export function isHttpToken(text: string): boolean {
  return /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(text);
}
