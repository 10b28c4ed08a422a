import { AddressAuthority } from '../../../src/analysis/decision/address-authority';
import { isUnknown } from '../../../src/analysis/decision/tri';

describe('the host of a request to an address that is not known, at port 8080', () => {
  const authority = new AddressAuthority(8080);

  test.each<[string, boolean | 'unknown']>([
    ['*', true], ['*0', true], ['*:8080', true], ['*8080', true],
    ['*:80', false], ['*1:8080', 'unknown'], ['*.1:8080', 'unknown'], ['*x:8080', false], ['*1:80', false], ['*]:8080', 'unknown'], ['*a:8080', 'unknown'],
    ['10.*', 'unknown'], ['[fd00:*', 'unknown'], ['api*', false], ['1*', 'unknown'],
    ['10.0.0.1:8080', 'unknown'], ['[::1]:8080', 'unknown'], ['10.0.0.1:80', false], ['10.0.0.1', false], ['api:8080', false], ['api', false], ['', false], ['10.0.0.1:8080x', false], ['x10.0.0.1:8080', false],
    ['ABCD:8080', 'unknown'],
  ])('%s', (pattern, expected) => {
    const answer = authority.matches(pattern);
    expect(isUnknown(answer) ? 'unknown' : answer).toBe(expected);
  });

  test('is itself unknown', () => expect(isUnknown(authority)).toBe(true));
});
