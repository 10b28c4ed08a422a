// Translates the rules of CRDs, written in CEL, to JavaScript.
//
// A part of an expression may fail: a field that is absent, a text that is no duration. CEL's `&&`, `||`, `all` and `exists` give
// an answer nevertheless if the rest decides it, so these become calls of functions where JavaScript's own would not.
import { parse } from '@bufbuild/cel';

const COMPARISONS = { '_<_': '<', '_<=_': '<=', '_>_': '>', '_>=_': '>=', '_+_': '+', '_-_': '-' };
/** Methods of strings that mean in JavaScript what they mean in CEL. */
const STRING_METHODS = { contains: 'includes', startsWith: 'startsWith', endsWith: 'endsWith', split: 'split' };
/** Functions of the runtime: called with the target, if there is one, before the arguments. Those named true may fail. */
const FUNCTIONS = { size: false, matches: false, substring: true, int: true, duration: true, url: true, getScheme: false, isURL: false, isIP: false };

/** An expression of JavaScript over `self`. Throws on what it does not know. */
export function translate(rule) {
  return new Translation(rule).of(parse(rule).expr);
}

/** A rule on the change from an old object to a new one says nothing of a new object. */
export function isTransition(rule) {
  return /\boldSelf\b/.test(rule);
}

class Translation {
  constructor(rule) {
    this.rule = rule;
  }

  of(expr) {
    const { case: kind, value } = expr.exprKind;
    switch (kind) {
      case 'constExpr': return this.constant(value.constantKind);
      case 'identExpr': return value.name;
      case 'selectExpr': return `${value.testOnly ? 'has' : 'get'}(${this.of(value.operand)}, ${quote(fieldName(value.field))})`;
      case 'callExpr': return this.call(value);
      case 'listExpr': return `[${value.elements.map(element => this.of(element)).join(', ')}]`;
      case 'structExpr': return value.entries.length === 0 ? '{}' : this.refuse('a map');
      case 'comprehensionExpr': return this.macro(value);
      default: return this.refuse(kind);
    }
  }

  constant({ case: kind, value }) {
    switch (kind) {
      case 'boolValue': return String(value);
      case 'int64Value': return String(value);
      case 'stringValue': return quote(value);
      default: return this.refuse(kind);
    }
  }

  call({ function: name, target, args }) {
    const [a, b, c] = args;
    if (name in COMPARISONS) return `(${this.of(a)} ${COMPARISONS[name]} ${this.of(b)})`;
    switch (name) {
      case '_&&_': return this.logical('&&', 'and', a, b);
      case '_||_': return this.logical('||', 'or', a, b);
      case '!_': return `!${this.of(a)}`;
      case '_?_:_': return `(${this.of(a)} ? ${this.of(b)} : ${this.of(c)})`;
      case '_==_': return this.equality(a, b, '');
      case '_!=_': return this.equality(a, b, '!');
      case '@in': return `isIn(${this.of(a)}, ${this.of(b)})`;
      case '_[_]': return `at(${this.of(a)}, ${this.of(b)})`;
    }
    if (name in STRING_METHODS) return `${this.of(target)}.${STRING_METHODS[name]}(${this.of(a)})`;
    if (name in FUNCTIONS) return `${name}(${[...target ? [target] : [], ...args].map(arg => this.of(arg)).join(', ')})`;
    return this.refuse(name);
  }

  logical(operator, name, left, right) {
    return mayFail(left) ? `${name}(() => ${this.of(left)}, () => ${this.of(right)})` : `(${this.of(left)} ${operator} ${this.of(right)})`;
  }

  equality(a, b, not) {
    if (isScalar(a) || isScalar(b)) return `(${this.of(a)} ${not === '' ? '===' : '!=='} ${this.of(b)})`;
    return `${not}equal(${this.of(a)}, ${this.of(b)})`;
  }

  /** The parser has expanded the macros; what they were shows in how they begin. */
  macro({ iterVar, iterRange, accuInit, loopStep }) {
    const { case: kind, value } = accuInit.exprKind;
    const step = loopStep.exprKind.value;
    const call = (name, body) => `${name}(${this.of(iterRange)}, ${iterVar} => ${this.of(body)})`;
    if (kind === 'listExpr' && step.function === '_?_:_') return call('filter', step.args[0]);
    if (kind === 'constExpr' && value.constantKind.case === 'int64Value') return call('existsOne', step.args[0]);
    if (kind === 'constExpr' && step.function === '_&&_') return call('all', step.args[1]);
    if (kind === 'constExpr' && step.function === '_||_') return call('exists', step.args[1]);
    return this.refuse('a macro');
  }

  refuse(what) {
    throw new Error(`the rule ${this.rule} holds ${what}, which is not translated`);
  }
}

function mayFail(expr) {
  const { case: kind, value } = expr.exprKind;
  switch (kind) {
    case 'constExpr': case 'identExpr': return false;
    case 'selectExpr': return !value.testOnly || mayFail(value.operand);
    case 'callExpr': return value.function === '_[_]' || FUNCTIONS[value.function] === true || [...value.target ? [value.target] : [], ...value.args].some(mayFail);
    case 'listExpr': return value.elements.some(mayFail);
    case 'structExpr': return false;
    default: return true;
  }
}

function isScalar({ exprKind }) {
  return exprKind.case === 'constExpr';
}

/** `__namespace__` is how CEL writes a field that is called as one of its words is. */
function fieldName(name) {
  const word = /^__(true|false|null|in|as|break|const|continue|else|for|function|if|import|let|loop|package|namespace|return|var|void|while)__$/.exec(name);
  return (word ? word[1] : name).replace(/__(underscores|dot|dash|slash)__/g, (_, escape) => ({ underscores: '__', dot: '.', dash: '-', slash: '/' })[escape]);
}

function quote(text) {
  return JSON.stringify(text);
}
