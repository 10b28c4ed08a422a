import { HttpMatch } from '../../../traffic/http-match';

/** Requests that productpage sends for a user who has logged in; others carry no such header. */
export function byUser(user = 'jason'): HttpMatch {
  return HttpMatch.of({ headers: { 'end-user': { exact: user } } });
}
