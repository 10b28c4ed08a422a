// Turns the schemas of CRDs into a table of nodes in which every shape stands once, whatever kind, version or release it is of.
import { isTransition, translate } from './cel.mjs';

/** What a node keeps of its schema as it is. */
const KEPT = ['type', 'nullable', 'required', 'enum', 'minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'minItems', 'maxItems',
  'minProperties', 'maxProperties', 'default'];
/** Formats that the API server checks. */
const FORMATS = new Set(['byte', 'ipv4', 'ipv6']);
/** Formats that it ignores in custom resources. */
const IGNORED_FORMATS = new Set(['int32', 'int64', 'double', 'binary']);
const READ_OTHERWISE = new Set(['properties', 'items', 'additionalProperties', 'oneOf', 'anyOf', 'allOf', 'not', 'format', 'description',
  'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-int-or-string', 'x-kubernetes-list-type', 'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type', 'x-kubernetes-validations']);
/** What may stand inside of oneOf, anyOf, allOf and not. */
const NESTED = new Set(['properties', 'required', 'enum', 'oneOf', 'anyOf', 'allOf', 'not', 'format', 'type']);

export class Table {
  nodes = [];
  rules = [];
  #nodeIndex = new Map();
  #ruleIndex = new Map();

  /** The index of the node of a kind's schema. Nobody creates an object with a status: of that only the names of fields count. What every object has is read elsewhere. */
  addRoot(schema, at) {
    const { apiVersion, kind, metadata, status, ...properties } = schema.properties;
    if ((schema['x-kubernetes-validations'] ?? []).some(({ rule }) => /\bself\.(?:apiVersion|kind|metadata|status)\b/.test(rule))) {
      throw new Error(`${at}: a rule reads what is left out here`);
    }
    return this.add({ ...schema, properties: { ...properties, ...status ? { status: namesOf(status) } : {} } }, at);
  }

  /** The index of a schema's node. */
  add(schema, at) {
    const unknown = Object.keys(schema).filter(key => !KEPT.includes(key) && !READ_OTHERWISE.has(key));
    if (unknown.length > 0) throw new Error(`${at}: ${unknown.join(', ')} is not known`);
    const node = {};
    for (const key of KEPT) {
      if (key in schema) node[key] = schema[key];
    }
    if (schema.format && !FORMATS.has(schema.format) && !IGNORED_FORMATS.has(schema.format)) throw new Error(`${at}: the format ${schema.format} is not known`);
    if (FORMATS.has(schema.format)) node.format = schema.format;
    if (schema.properties) node.properties = mapValues(schema.properties, (value, key) => this.add(value, `${at}.${key}`));
    if (schema.items) node.items = this.add(schema.items, `${at}[]`);
    const { additionalProperties } = schema;
    if (additionalProperties) node.values = additionalProperties === true ? -1 : this.add(additionalProperties, `${at}.*`);
    if (schema['x-kubernetes-preserve-unknown-fields']) node.open = true;
    if (schema['x-kubernetes-int-or-string']) node.type = 'int-or-string';
    if (schema['x-kubernetes-list-type'] === 'set') node.unique = [];
    if (schema['x-kubernetes-list-type'] === 'map') node.unique = schema['x-kubernetes-list-map-keys'];
    this.#addNested(node, schema, at);
    const rules = (schema['x-kubernetes-validations'] ?? []).filter(({ rule }) => !isTransition(rule)).map(rule => this.#addRule(rule, at));
    if (rules.length > 0) node.rules = rules;
    return this.#intern(this.nodes, this.#nodeIndex, node);
  }

  #addNested(node, { oneOf, anyOf, allOf, not, type }, at) {
    const atMostOne = [];
    const rest = [];
    for (const part of [...oneOf ? [{ oneOf }] : [], ...anyOf ? [{ anyOf }] : [], ...not ? [{ not }] : [], ...allOf ?? []]) {
      checkNested(part, at);
      const fields = fieldsOfWhichOne(part);
      // What an int-or-string is made of is said twice.
      if (fields) atMostOne.push(fields);
      else if (node.type !== 'int-or-string' || !isIntOrString(part)) rest.push(clean(part));
    }
    if (atMostOne.length > 0) {
      if (type !== 'object') throw new Error(`${at}: a choice of fields where there is no object`);
      node.atMostOne = atMostOne;
    }
    if (rest.length > 0) node.allOf = rest;
  }

  #addRule({ rule, message, messageExpression, fieldPath, optionalOldSelf }, at) {
    if (messageExpression || fieldPath || optionalOldSelf) throw new Error(`${at}: rule ${rule} has an option that is not known`);
    return this.#intern(this.rules, this.#ruleIndex, { rule, message: (message ?? `failed rule: ${rule.trim()}`).replace(/\.$/, ''), code: translate(rule) });
  }

  #intern(list, index, value) {
    const key = JSON.stringify(value);
    if (!index.has(key)) {
      index.set(key, list.length);
      list.push(value);
    }
    return index.get(key);
  }
}

/** The fields of which at most one may be there, as generators of CRDs write it: none of them, or exactly one. */
function fieldsOfWhichOne({ oneOf, ...others }) {
  if (!oneOf || Object.keys(others).length > 0) return undefined;
  const [none, ...one] = oneOf;
  const fields = one.map(part => part.required);
  const excluded = none?.not?.anyOf?.map(part => part.required);
  const plain = list => list?.every(required => Array.isArray(required) && required.length === 1);
  if (!plain(fields) || !plain(excluded) || String(fields) !== String(excluded)) return undefined;
  if (![none, none.not, ...none.not.anyOf, ...one].every(part => Object.keys(part).length === 1)) return undefined;
  return fields.map(([field]) => field);
}

function isIntOrString({ anyOf }) {
  return JSON.stringify(anyOf) === '[{"type":"integer"},{"type":"string"}]';
}

function checkNested(part, at) {
  for (const [key, value] of Object.entries(part)) {
    if (!NESTED.has(key)) throw new Error(`${at}: ${key} inside of a choice is not known`);
    if (key === 'format' && !FORMATS.has(value)) throw new Error(`${at}: the format ${value} inside of a choice is not known`);
    if (key === 'not') checkNested(value, at);
    if (['oneOf', 'anyOf', 'allOf'].includes(key)) value.forEach(inner => checkNested(inner, at));
    if (key === 'properties') Object.values(value).forEach(inner => checkNested(inner, at));
  }
}

function clean(value) {
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'description').map(([key, inner]) => [key, clean(inner)]));
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

function namesOf({ properties, items, additionalProperties, 'x-kubernetes-preserve-unknown-fields': open }) {
  return {
    ...properties ? { properties: mapValues(properties, namesOf) } : {},
    ...items ? { items: namesOf(items) } : {},
    ...additionalProperties ? { additionalProperties: additionalProperties === true || namesOf(additionalProperties) } : {},
    ...open ? { 'x-kubernetes-preserve-unknown-fields': true } : {},
  };
}
