import { celProblem } from '../../src/observability/cel';

describe('an expression in CEL', () => {
  it.each([
    'response.code >= 400',
    "connection.mtls && request.url_path.contains('v1beta3')",
    '!has(request.useragent) || !(request.useragent.startsWith("Amazon-Route53-Health-Check-Service"))',
    "request.headers['x-user'] in ['a', \"b\",]",
    'string(destination.port)',
    'request.host',
    "has(filter_state['x']) ? filter_state.x : 'unknown'",
    '-1.5e3 + 0x1Fu * 7u % 3 / 2 - .5 > 1e9',
    '!!true && --1 < 2',
    "r'\\d+' == b'abc' || \"\"\"two\nlines\"\"\" == 'tab\\t\\u00e9'",
    '{"a": 1, "b": [1, 2]}["a"] == 1',
    'google.protobuf.Duration{seconds: 5}',
    '.a.b(c, d).e[0] // the end',
    '[1, 2].exists(x, x > 1)',
    'a ? b : c ? d : e',
    "xds.node.metadata['NAME'] != null",
    'a.as == 1',
    '!-1 == - 2 - -3',
  ])('is %s', expression => {
    expect(celProblem('filter', expression)).toBeUndefined();
  });

  it.each([
    ['', 'a value is missing at the end'],
    ['response.code >=', 'a value is missing at the end'],
    ['response.code > = 400', '(=) begins nothing'],
    ['(a', "')' is missing at the end"],
    ['a)', "an operator or the end is missing before ')'"],
    ["a == 'b", "(') begins nothing that ends"],
    ['a == "b\n"', '(") begins nothing that ends'],
    ["a == '\\q'", "(') begins nothing that ends"],
    ['a & b', '(&) begins nothing'],
    ['a = b', '(=) begins nothing'],
    ['a and b', "before 'and' (character 3)"],
    ['a.', 'a name is missing at the end'],
    ['a.in', "a name is missing before 'in'"],
    ['f(a, ', 'a value is missing at the end'],
    ['a ? b', "':' is missing at the end"],
    ['while', "a value is missing before 'while'"],
    ['1{a: 1}', "before '{'"],
    ['f(){a: 1}', "before '{'"],
    ['{a}', "':' is missing before '}'"],
    ['a b', "before 'b'"],
    ['1 2', "before '2'"],
    ['!-a', "a value is missing before '-' (character 2)"],
    ['!-.a', "a value is missing before '-' (character 2)"],
    ['1 -', 'at the end'],
    ['('.repeat(1000), 'nested too deeply'],
    ['[1, 2', "']' is missing at the end"],
  ])('is not %j', (expression, problem) => {
    const told = celProblem('filter', expression);
    expect(told).toContain('is no CEL expression');
    expect(told).toContain(problem);
  });
});
