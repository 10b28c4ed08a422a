/**
 * What the page does. It is written for browsers, as text, since nothing but the page itself reads it; whatever comes from manifests is
 * shown as `textContent`, never as markup.
 */
export const pageScript = String.raw`'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const find = id => document.getElementById(id);
const svg = find('graph');
const size = { width: Number(svg.dataset.width), height: Number(svg.dataset.height) };
const drawnEnds = new Map();
const drawnEdges = new Map();
svg.querySelectorAll('[data-end]').forEach(one => { const key = Number(one.dataset.end); drawnEnds.set(key, [...drawnEnds.get(key) || [], one]); });
const flows = [...svg.querySelectorAll('[data-flow]')].map(one => ({ one, ends: one.dataset.flow.split(' ').map(Number) }));
svg.querySelectorAll('[data-edge]').forEach(one => { const key = Number(one.dataset.edge); drawnEdges.set(key, [...drawnEdges.get(key) || [], one]); });

function make(name, text, ...children) {
  const one = document.createElement(name);
  if (text) { one.textContent = text; }
  one.append(...children);
  return one;
}

/* Moving and zooming. */
let view = { x: 0, y: 0, width: size.width, height: size.height };
function look() { svg.setAttribute('viewBox', [view.x, view.y, view.width, view.height].join(' ')); }
/* All of it, but never so large that text looks silly. */
const LARGEST = 1.5;
let isFitted = true;
function fit() {
  isFitted = true;
  const box = svg.getBoundingClientRect();
  const by = Math.max(size.width / Math.max(box.width, 1), size.height / Math.max(box.height, 1), 1 / LARGEST);
  const [width, height] = [Math.max(box.width, 1) * by, Math.max(box.height, 1) * by];
  view = { x: (size.width - width) / 2, y: (size.height - height) / 2, width, height };
  look();
}
/* To what is drawn of an end, close enough to be read. */
function goTo(i) {
  isFitted = false;
  const drawn = (drawnEnds.get(i) || [])[0];
  if (!drawn) { return; }
  const { x, y, width, height } = drawn.getBBox();
  const box = svg.getBoundingClientRect();
  const by = Math.min(Math.max(scale(), 1 / LARGEST), 0.9);
  view = { width: box.width * by, height: box.height * by, x: x + width / 2 - box.width * by / 2, y: y + height / 2 - box.height * by / 2 };
  look();
}
function scale() {
  const { width, height } = svg.getBoundingClientRect();
  return Math.max(view.width / Math.max(width, 1), view.height / Math.max(height, 1));
}
function zoom(factor, at) {
  isFitted = false;
  const box = svg.getBoundingClientRect();
  const middle = at || { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  const before = pointAt(middle);
  const width = Math.min(Math.max(view.width * factor, 100), size.width * 8 + 100);
  const by = width / view.width;
  view = { ...view, width, height: view.height * by };
  const after = pointAt(middle);
  view.x += before.x - after.x;
  view.y += before.y - after.y;
  look();
}
function pointAt({ x, y }) {
  const box = svg.getBoundingClientRect();
  const by = scale();
  return { x: view.x + view.width / 2 + (x - box.left - box.width / 2) * by, y: view.y + view.height / 2 + (y - box.top - box.height / 2) * by };
}
function move(x, y) { isFitted = false; const by = scale(); view = { ...view, x: view.x + x * by, y: view.y + y * by }; look(); }
let drag;
svg.addEventListener('pointerdown', event => { if (event.button === 0) { drag = { x: event.clientX, y: event.clientY, far: 0 }; } });
window.addEventListener('pointermove', event => {
  if (!drag) { return; }
  const [x, y] = [drag.x - event.clientX, drag.y - event.clientY];
  drag = { x: event.clientX, y: event.clientY, far: drag.far + Math.abs(x) + Math.abs(y) };
  if (drag.far > 4) { svg.classList.add('dragged'); move(x, y); }
});
window.addEventListener('pointercancel', () => { drag = undefined; svg.classList.remove('dragged'); });
window.addEventListener('resize', () => { if (isFitted) { fit(); } });
window.addEventListener('pointerup', event => {
  const wasClick = drag && drag.far <= 4;
  drag = undefined;
  svg.classList.remove('dragged');
  if (!wasClick) { return; }
  const edge = event.target.closest('[data-edge]');
  const end = event.target.closest('[data-end]');
  if (edge) { showEdge(Number(edge.dataset.edge)); } else if (end) { choose(Number(end.dataset.end)); } else if (svg.contains(event.target)) { choose(undefined); }
});
svg.addEventListener('wheel', event => { event.preventDefault(); zoom(Math.exp(event.deltaY / 400), { x: event.clientX, y: event.clientY }); }, { passive: false });
find('in').addEventListener('click', () => zoom(0.8));
find('out').addEventListener('click', () => zoom(1.25));
find('fit').addEventListener('click', fit);

/* What is chosen, searched for and left out. */
const hiddenNamespaces = new Set();
let chosen;
let words = '';
let withDenied = data.start.denied;
let withUnused = data.start.unused;
const isDenied = edge => edge.kind === 'denied';
const isUnused = edge => edge.access.every(access => access.unused);
const deniedEdges = data.edges.filter(isDenied);
const unusedEdges = data.edges.filter(edge => edge.kind === 'access' && isUnused(edge));
const isShown = edge => !isDenied(edge) || withDenied;
const boxesOf = data.ends.map(() => []);
data.ends.forEach((end, i) => end.members.forEach(member => boxesOf[member].push(i)));
const meant = i => [i, ...boxesOf[i], ...data.ends[i].members];
const isHidden = i => hiddenNamespaces.has(data.ends[i].namespace);
const isFound = i => words === '' || [data.ends[i].text, ...data.ends[i].facts.map(fact => fact[1])].join(' ').toLowerCase().includes(words);

function refresh() {
  const found = new Set();
  data.ends.forEach((end, i) => { if (end.members.length === 0 && isFound(i) && !isHidden(i)) { found.add(i); } });
  const about = chosen === undefined ? undefined : new Set(meant(chosen));
  const near = new Set();
  data.edges.forEach((edge, i) => {
    const hidden = isHidden(edge.from) || isHidden(edge.to);
    const isNear = about !== undefined && isShown(edge) && (about.has(edge.from) || about.has(edge.to));
    const matches = words === '' || [edge.from, edge.to].some(end => meant(end).some(one => found.has(one)));
    if (isNear && !hidden) { [edge.from, edge.to].forEach(end => meant(end).forEach(one => near.add(one))); }
    for (const one of drawnEdges.get(i) || []) {
      one.classList.toggle('gone', hidden);
      one.classList.toggle('faded', !hidden && ((about !== undefined && !isNear) || !matches));
      one.classList.toggle('near', isNear || (words !== '' && matches));
      one.classList.toggle('marked', withUnused && edge.kind === 'access' && isUnused(edge));
    }
  });
  data.ends.forEach((end, i) => {
    for (const one of drawnEnds.get(i) || []) {
      one.classList.toggle('gone', isHidden(i));
      const faded = end.members.length === 0 && ((about !== undefined && !near.has(i) && !about.has(i)) || (words !== '' && !found.has(i)));
      one.classList.toggle('faded', faded);
      one.classList.toggle('chosen', i === chosen);
    }
  });
  flows.forEach(({ one, ends }) => one.classList.toggle('gone', ends.some(isHidden)));
  svg.classList.toggle('chosen-some', about !== undefined || words !== '');
  svg.classList.toggle('with-denied', withDenied);
  const all = data.ends.filter(end => end.members.length === 0).length;
  find('status').textContent = words === '' && hiddenNamespaces.size === 0 ? '' : found.size + ' of ' + all;
  if (!find('matrix').hidden) { drawMatrix(); }
}

function choose(i) {
  chosen = i;
  tell(...i === undefined ? [] : aboutEnd(i));
  refresh();
}

/* Beside the graph, which is fitted anew or keeps its scale. */
function tell(...content) {
  const panel = find('panel');
  const before = svg.getBoundingClientRect().width;
  const close = make('button', 'Close');
  close.id = 'close';
  close.addEventListener('click', () => { choose(undefined); svg.focus(); });
  panel.hidden = content.length === 0;
  panel.replaceChildren(...content.length === 0 ? [] : [close, ...content]);
  panel.scrollTop = 0;
  const after = svg.getBoundingClientRect().width;
  if (before === after || before === 0 || after === 0) { return; }
  if (isFitted) { fit(); } else { view = { ...view, width: view.width * after / before }; look(); }
}

/* What is told of the chosen one: what only NetworkPolicies tell comes last. */
const late = i => (data.ends[i].peers ? 1 : 0);
function aboutEnd(i) {
  const end = data.ends[i];
  const facts = make('table');
  end.facts.forEach(([name, value]) => facts.append(make('tr', '', make('td', name), make('td', value))));
  const list = (title, edges, other, none) => [make('h3', title), ...edges.length === 0 ? [make('p', none)] : [...edges].sort((a, b) => late(other(a)) - late(other(b))).map(edge => aboutEdge(edge, other(edge)))];
  const into = data.edges.filter(edge => edge.kind !== 'route' && !isDenied(edge) && (edge.to === i || boxesOf[i].includes(edge.to)));
  const out = data.edges.filter(edge => edge.kind !== 'route' && !isDenied(edge) && (edge.from === i || boxesOf[i].includes(edge.from)));
  const routes = data.routes.filter(route => [...route.destinations, ...route.mirrors].some(({ to }) => to.includes(i) || end.members.some(member => to.includes(member))));
  const stopped = (withDenied ? deniedEdges : []).filter(edge => [edge.from, edge.to].some(one => one === i || boxesOf[i].includes(one)));
  const isClass = end.kind === 'class' || end.kind === 'clients';
  return [
    make('h2', end.text), facts,
    ...isClass && into.length === 0 ? [] : list('Who may do what to it', into, edge => edge.from, 'Nobody.'),
    ...end.kind === 'external' || (isClass && out.length === 0) ? [] : list('What it may do', out, edge => edge.to, 'Nothing.'),
    ...stopped.length === 0 ? [] : [make('h3', 'What is denied'), ...stopped.map(edge => aboutEdge(edge, edge.from === i ? edge.to : edge.from, edge.from === i ? 'to ' : 'by '))],
    ...routes.length === 0 ? [] : [make('h3', 'Routes to it'), ...routes.map(aboutRoute)],
  ];
}

function toEnd(i) {
  const button = make('button', data.ends[i].text);
  button.className = 'name';
  button.addEventListener('click', () => choose(i));
  return button;
}

function aboutEdge(edge, other, before) {
  const place = data.edges.indexOf(edge);
  const block = make('div');
  block.dataset.about = String(place);
  block.append(make('p', '', before || '', toEnd(other), edge.change ? ' (' + edge.change + ')' : ''));
  edge.access.forEach(access => {
    const list = make('ul');
    access.lines.forEach(line => list.append(make('li', line)));
    access.notes.forEach(note => { const one = make('li', note); one.className = 'faint'; list.append(one); });
    if (access.unused) { const one = make('li', 'unused: ' + access.unused); one.className = 'warn'; list.append(one); }
    block.append(list);
    if (access.layers) { block.append(aboutWhy(access)); }
  });
  return block;
}

const LAYERS = {
  interception: 'interception', sidecar: 'Sidecar', routing: 'routing', networkPolicy: 'NetworkPolicy', mutualTls: 'mutual TLS',
  requestAuthentication: 'RequestAuthentication', authorizationPolicy: 'AuthorizationPolicy',
};

function aboutWhy(access) {
  const why = make('details', '', make('summary', 'Why'), make('p', 'For example ' + access.request + ':'));
  access.layers.map(number => data.reasons[number]).forEach(layer => {
    const verdict = make('span', layer.verdict);
    verdict.className = 'verdict ' + layer.verdict;
    why.append(make('p', '', verdict, ' ' + LAYERS[layer.layer] + ': ' + layer.reason));
    const object = layer.object && Object.hasOwn(data.objects, layer.object) ? data.objects[layer.object] : undefined;
    if (object) {
      const place = make('p', object.place);
      place.className = 'faint';
      why.append(make('details', '', make('summary', object.name + (layer.rule ? ' ' + layer.rule : '')), place, make('pre', object.yaml)));
    }
  });
  return why;
}

function aboutRoute(route) {
  const list = make('ul');
  route.when.forEach(text => list.append(make('li', 'where ' + text)));
  route.destinations.forEach(({ host, subset, percentage }) => list.append(make('li', percentage + ' % to ' + host + (subset ? ', subset ' + subset : ''))));
  route.mirrors.forEach(({ host, subset, percentage }) => list.append(make('li', 'mirrors ' + percentage + ' % to ' + host + (subset ? ', subset ' + subset : ''))));
  [...route.faults, ...route.changes].forEach(text => list.append(make('li', text)));
  return make('div', '', make('p', 'VirtualService ' + route.virtualService + ' ' + route.rule + ' for ' + route.hosts.join(', ') + ' by ' + route.gateways.join(', ')), list);
}

function showEdge(i) {
  const edge = data.edges[i];
  tell(make('h2', isDenied(edge) ? 'What is denied' : 'What may be done'), make('p', 'by ', toEnd(edge.from)), aboutEdge(edge, edge.to, 'to '));
}

/* What is denied, and what nobody sends. */
function toggle(id, edges, set, title, text) {
  const button = find(id);
  button.textContent += ' (' + edges.length + ')';
  button.disabled = edges.length === 0;
  const press = on => { set(on); button.setAttribute('aria-pressed', String(on)); refresh(); };
  button.addEventListener('click', () => {
    const on = button.getAttribute('aria-pressed') !== 'true';
    press(on);
    if (!on) { choose(undefined); return; }
    chosen = undefined;
    tell(make('h2', title), make('p', text), ...edges.flatMap(edge => [make('h3', ''), make('p', 'by ', toEnd(edge.from)), aboutEdge(edge, edge.to, 'to ')]));
    refresh();
  });
  press(edges === deniedEdges ? withDenied : withUnused);
}

find('notes').addEventListener('click', () => {
  chosen = undefined;
  refresh();
  tell(make('h2', 'Notes'), make('ul', '', ...data.remarks.map(text => make('li', text))));
});

/* The matrix: callers by rows, callees by columns. */
function drawMatrix() {
  const edges = data.edges.map((edge, i) => ({ edge, i })).filter(({ edge }) => (edge.kind === 'access' || (isDenied(edge) && withDenied)) && !isHidden(edge.from) && !isHidden(edge.to)
    && (words === '' || [edge.from, edge.to].some(end => meant(end).some(isFound))));
  const byText = (a, b) => (data.ends[a].text < data.ends[b].text ? -1 : 1);
  const rows = [...new Set(edges.map(({ edge }) => edge.from))].sort(byText);
  const columns = [...new Set(edges.map(({ edge }) => edge.to))].sort(byText);
  if (rows.length * columns.length > 6000) { drawNamespaceMatrix(edges.map(({ edge }) => edge)); return; }
  const cells = new Map();
  edges.forEach(one => { const key = one.edge.from + ' ' + one.edge.to; cells.set(key, [...cells.get(key) || [], one]); });
  const head = make('tr', '', make('th', 'may do'), ...columns.map(column => make('th', data.ends[column].text)));
  head.childNodes.forEach(one => { one.scope = 'col'; });
  const body = rows.map(row => make('tr', '', make('th', data.ends[row].text), ...columns.map(column => {
    const cell = make('td');
    (cells.get(row + ' ' + column) || []).forEach(({ edge, i }) => {
      const sign = edge.change ? (edge.change === 'added' ? '+ ' : '- ') : '';
      const button = make('button', sign + edge.access.flatMap(({ lines }) => lines).join('\n'));
      button.className = isDenied(edge) ? 'denied' : withUnused && isUnused(edge) ? 'marked' : '';
      button.addEventListener('click', () => showEdge(i));
      cell.append(button);
    });
    return cell;
  })));
  body.forEach(row => { row.firstChild.scope = 'row'; });
  find('matrix').replaceChildren(edges.length === 0 ? make('p', 'There is no access.') : make('table', '', make('thead', '', head), make('tbody', '', ...body)));
}

/* Too many to be read at once: how much there is between namespaces, and what it is of those that are chosen. */
function drawNamespaceMatrix(edges) {
  const home = i => (data.ends[i].namespace ? 'namespace ' + data.ends[i].namespace : data.ends[i].text);
  const counts = new Map();
  edges.forEach(edge => { const key = JSON.stringify([home(edge.from), home(edge.to)]); counts.set(key, (counts.get(key) || 0) + 1); });
  const rows = [...new Set(edges.map(edge => home(edge.from)))].sort();
  const columns = [...new Set(edges.map(edge => home(edge.to)))].sort();
  const only = names => {
    const shown = names.map(name => name.replace(/^namespace /, ''));
    find('namespaces').querySelectorAll('input').forEach(box => {
      box.checked = shown.includes(box.value);
      if (box.checked) { hiddenNamespaces.delete(box.value); } else { hiddenNamespaces.add(box.value); }
    });
    refresh();
  };
  const head = make('tr', '', make('th', 'how many'), ...columns.map(column => make('th', column)));
  const body = rows.map(row => make('tr', '', make('th', row), ...columns.map(column => {
    const count = counts.get(JSON.stringify([row, column]));
    if (!count) { return make('td'); }
    const button = make('button', String(count));
    button.setAttribute('aria-label', count + ' from ' + row + ' to ' + column);
    button.addEventListener('click', () => only([row, column]));
    return make('td', '', button);
  })));
  head.childNodes.forEach(one => { one.scope = 'col'; });
  body.forEach(row => { row.firstChild.scope = 'row'; });
  find('matrix').replaceChildren(make('p', 'So many that they are counted: choose a number to see these namespaces alone, or search.'),
    make('table', '', make('thead', '', head), make('tbody', '', ...body)));
}

function show(matrix) {
  find('matrix').hidden = !matrix;
  svg.classList.toggle('gone', matrix);
  document.querySelector('footer').classList.toggle('gone', matrix);
  find('show-graph').setAttribute('aria-pressed', String(!matrix));
  find('show-matrix').setAttribute('aria-pressed', String(matrix));
  refresh();
}
find('show-graph').addEventListener('click', () => show(false));
find('show-matrix').addEventListener('click', () => show(true));

/* Namespaces. */
const namespaces = [...new Set(data.ends.filter(end => end.kind === 'namespace').map(end => end.namespace))];
namespaces.forEach(name => {
  const box = make('input');
  box.type = 'checkbox';
  box.checked = true;
  box.value = name;
  box.addEventListener('change', () => { if (box.checked) { hiddenNamespaces.delete(name); } else { hiddenNamespaces.add(name); } refresh(); });
  find('namespaces').append(make('label', '', box, ' ' + name));
});
if (namespaces.length > 1) {
  const none = make('button', 'All or none');
  none.addEventListener('click', () => {
    const boxes = [...find('namespaces').querySelectorAll('input')];
    const on = boxes.some(box => !box.checked);
    hiddenNamespaces.clear();
    boxes.forEach(box => { box.checked = on; if (!on) { hiddenNamespaces.add(box.value); } });
    refresh();
  });
  find('namespaces').prepend(none);
}

/* Search, keys, light and dark. */
find('search').addEventListener('input', event => { words = event.target.value.trim().toLowerCase(); refresh(); });
find('search').addEventListener('keydown', event => {
  if (event.key !== 'Enter' || words === '') { return; }
  const first = data.ends.findIndex((end, i) => end.members.length === 0 && isFound(i) && !isHidden(i));
  if (first === -1) { return; }
  words = '';
  event.target.value = '';
  choose(first);
  goTo(first);
});
find('theme').addEventListener('click', () => {
  const root = document.documentElement;
  const isDark = root.classList.contains('dark') || (!root.classList.contains('light') && matchMedia('(prefers-color-scheme: dark)').matches);
  root.classList.toggle('dark', !isDark);
  root.classList.toggle('light', isDark);
});
svg.querySelectorAll('.item').forEach(item => {
  item.setAttribute('tabindex', '0');
  item.setAttribute('role', 'button');
  item.setAttribute('aria-label', item.querySelector('title').textContent);
});
const MOVES = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) { return; }
  if (event.key === 'Escape') { find('search').value = ''; words = ''; find('filter').open = false; choose(undefined); return; }
  if (event.target.matches('input')) { return; }
  const item = event.target.closest('.item');
  if (event.key === '/') { event.preventDefault(); find('search').focus(); }
  else if (item && (event.key === 'Enter' || event.key === ' ')) { event.preventDefault(); choose(Number(item.dataset.end)); }
  else if (event.key === '+' || event.key === '=') { zoom(0.8); }
  else if (event.key === '-') { zoom(1.25); }
  else if (event.key === '0') { fit(); }
  else if (Object.hasOwn(MOVES, event.key) && svg.contains(event.target)) { event.preventDefault(); move(...MOVES[event.key]); }
});
toggle('denied', deniedEdges, on => { withDenied = on; }, 'What is denied',
  'What is opened to a caller by name and stopped all the same, where nothing else is possible. Whom nobody names is closed, and not told here.');
toggle('unused', unusedEdges, on => { withUnused = on; }, 'What nobody sends',
  'What is allowed, and no workload of these manifests sends: its own proxy does not know the way, or there is nobody whom policies name.');
fit();
refresh();
`;
