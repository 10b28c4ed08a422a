import { AtAnyPort } from '../../../src/analysis/access-sets/at-any-port';
import type { AuthorizationPolicy } from '../../../src/analysis/model';

function policy(rule: object): AuthorizationPolicy {
  return { rules: [{ when: [], ...rule }] } as unknown as AuthorizationPolicy;
}

/** How often something is looked for that is asked for twice, and what is doubted. */
function askTwice(rule: object): { readonly searches: number; readonly doubts: readonly string[] } {
  const known = new AtAnyPort<number>();
  const doubts: string[] = [];
  let searches = 0;
  for (let i = 0; i < 2; i++) {
    known.find('requests', [policy(rule)], cause => doubts.push(cause), doubt => {
      doubt('why');
      return ++searches;
    });
  }
  return { searches, doubts };
}

test('what asks for no port is found once, and doubted each time', () => {
  expect(askTwice({ to: [new Map([['methods', {}]])] })).toEqual({ searches: 1, doubts: ['why', 'why'] });
});

test.each([{ to: [new Map([['ports', {}]])] }, { when: [{ key: 'destination.port' }] }])('what asks for ports is looked for at each: %j', rule => {
  expect(askTwice(rule)).toEqual({ searches: 2, doubts: ['why', 'why'] });
});
