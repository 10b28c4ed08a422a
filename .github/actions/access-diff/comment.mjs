// Writes the report as the one comment of its title on the pull request: a later run replaces what an earlier one said.
import { readFileSync } from 'node:fs';

const { ACCESS_REPORT, GH_TOKEN, GITHUB_API_URL, GITHUB_REPOSITORY, PULL_REQUEST } = process.env;

/** GitHub takes comments of up to 65536 characters. */
const LONGEST = 60_000;
const PAGE = 100;

async function ask(method, path, body) {
  const response = await fetch(`${GITHUB_API_URL}${path}`, {
    method,
    headers: { 'accept': 'application/vnd.github+json', 'authorization': `Bearer ${GH_TOKEN}`, 'x-github-api-version': '2022-11-28' },
    ...body && { body: JSON.stringify(body) },
  });
  if (!response.ok) { throw Object.assign(new Error(`${method} ${path}: ${response.status} ${(await response.text()).slice(0, 200)}`), { status: response.status }); }
  return response.json();
}

/** Who the token is; the token of a workflow run may not ask, and is a bot's. */
async function whoAmI() {
  try {
    return (await ask('GET', '/user')).login;
  } catch (error) {
    if (error.status === 401 || error.status === 403 || error.status === 404) { return undefined; }
    throw error;
  }
}

/** The comment that begins with the mark. One that somebody else wrote is not ours: its author could change what it says. */
async function earlierComment(comments, mark) {
  const login = await whoAmI();
  const isOurs = ({ user }) => login === undefined ? user?.type === 'Bot' : user?.login === login;
  for (let page = 1; ; page++) {
    const found = await ask('GET', `${comments}?per_page=${PAGE}&page=${page}`);
    const comment = found.find(one => one.body?.startsWith(mark) && isOurs(one));
    if (comment !== undefined || found.length < PAGE) { return comment; }
  }
}

function withinLimit(report) {
  if (report.length <= LONGEST) { return report; }
  const whole = report.slice(0, LONGEST);
  return `${whole.slice(0, whole.lastIndexOf('\n'))}\n\nThe rest is too long for a comment; the summary of the run has all of it.\n`;
}

const report = readFileSync(ACCESS_REPORT, 'utf8');
const comments = `/repos/${GITHUB_REPOSITORY}/issues/${PULL_REQUEST}/comments`;
try {
  const earlier = await earlierComment(comments, report.split('\n')[0]);
  const body = withinLimit(report);
  if (earlier === undefined) {
    await ask('POST', comments, { body });
  } else if (earlier.body !== body) {
    await ask('PATCH', `/repos/${GITHUB_REPOSITORY}/issues/comments/${earlier.id}`, { body });
  }
} catch (error) {
  // The token of a pull request from a fork may not write. What the step found stands in the summary, and fails the job all the same.
  console.log(`::warning::The access difference could not be written as a comment (${error.message.replace(/\s+/g, ' ')}); the summary of the run has it.`);
}
