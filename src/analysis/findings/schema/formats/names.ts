const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const NAME_PART = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** What is wrong with a name, to follow it in a sentence; undefined if nothing is. */
export type NameRule = (name: string) => string | undefined;

export const dnsLabel: NameRule = name => within(name, 63)
  ?? (LABEL.test(name) ? undefined : "must be of lower case letters, digits and '-', and begin and end with a letter or digit");

export const dns1035Label: NameRule = name => within(name, 63)
  ?? (LABEL_1035.test(name) ? undefined : "must be of lower case letters, digits and '-', begin with a letter, and end with a letter or digit");

export const dnsSubdomain: NameRule = name => within(name, 253)
  ?? (SUBDOMAIN.test(name) ? undefined : "must be of lower case letters, digits, '-' and '.', and each part between dots must begin and end with a letter or digit");

/** A name that stands in a URL and is otherwise free. */
export const pathSegment: NameRule = name => name === '.' || name === '..' || /[/%]/.test(name) ? "must not be '.' or '..', nor hold '/' or '%'" : undefined;

/** The key of a label, an annotation or a finalizer: a name, or a DNS name and a name with a slash between them. */
export const qualifiedName: NameRule = name => {
  if (name.length <= 63 && NAME_PART.test(name)) { return undefined; }
  const slash = name.indexOf('/');
  if (slash !== name.lastIndexOf('/')) { return "must be a name, or a DNS name and a name with '/' between them"; }
  if (slash >= 0 && dnsSubdomain(name.slice(0, slash)) !== undefined) { return "must have a DNS name before '/'"; }
  const last = name.slice(slash + 1);
  return last === '' ? 'must not be empty' : within(last, 63) ?? (NAME_PART.test(last) ? undefined : `${LABEL_CHARACTERS}`);
};

export const labelValue: NameRule = value => within(value, 63) ?? (value === '' || NAME_PART.test(value) ? undefined : LABEL_CHARACTERS);

const LABEL_CHARACTERS = "must be of letters, digits, '-', '_' and '.', and begin and end with a letter or digit";

function within(name: string, most: number): string | undefined {
  return name.length > most ? `has ${name.length} characters, and may have ${most}` : undefined;
}
