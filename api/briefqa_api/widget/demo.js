/* The demo page: asks through the widget, searches the passages, lists dates and documents. Text goes in as text. */

const FIRST_DATES = 12; // dates shown before "Show all"
const MOST_DATES = 500; // dates shown at all
const RESULTS = 8; // passages shown for a search

const find = (id) => document.getElementById(id);

function make(tag, attributes, ...children) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

async function read(path) {
  const response = await fetch(path, { headers: { Accept: "application/json" } });
  const body = await response.json().catch(() => null);
  if (!response.ok || body === null) throw new Error(body?.detail ?? "The server cannot answer just now.");
  return body;
}

/** The viewer at a span; only addresses of this server or of the web become links. */
function viewerAddress({ url, document_id: id, start, end }) {
  const own = `/v1/documents/${encodeURIComponent(id)}/view` + (start === undefined ? "" : `?start=${start}&end=${end}#cited`);
  const address = new URL(url || own, location.href);
  return /^https?:$/.test(address.protocol) ? address.href : own;
}

/** A quote with the answers of all `citations` of it marked; offsets count code points. */
function marked(...citations) {
  const points = Array.from(citations[0].quote);
  const isMarked = points.map((_, at) => citations.some(({ answer_start: start, answer_end: end }) => start <= at && at < end));
  const pieces = [];
  for (let start = 0, end; start < points.length; start = end) {
    for (end = start + 1; end < points.length && isMarked[end] === isMarked[start]; end++);
    const text = points.slice(start, end).join("");
    pieces.push(isMarked[start] ? make("mark", {}, text) : text);
  }
  return pieces;
}

function place(item) {
  const over = item.last_page && item.last_page !== item.page;
  const page = item.page ? `p. ${item.page}${over ? `–${item.last_page}` : ""}` : null;
  const section = item.section === item.document_title ? null : item.section;
  const words = [item.document_title, section, page].filter(Boolean).join(" · ") || "Open in the document";
  return make("p", { className: "place" },
    make("a", { href: viewerAddress(item), target: "_blank", rel: "noopener" }, make("bdi", {}, words)));
}

/* asking */

const chat = find("chat");

// an open panel covers the right of the page, so the page moves over
for (const name of ["open", "close"]) chat.addEventListener(`briefqa:${name}`, () => document.body.classList.toggle("asking", chat.isOpen));
document.body.classList.toggle("asking", chat.isOpen === true);

find("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const input = find("ask-input");
  if (!input.value.trim()) return input.focus();
  chat.ask(input.value);
  input.value = "";
});

async function showExamples() {
  const { questions } = await read("/v1/examples");
  find("examples").append(...questions.slice(0, 4).map((question) =>
    make("li", {}, make("button", { type: "button", dir: "auto", onclick: () => chat.ask(question) }, question))));
  find("examples").hidden = questions.length === 0;
}

/* searching */

function result(hit) {
  const text = hit.quote ?? hit.view;
  return make("li", {}, make("p", { className: "claim", dir: "auto" }, ...marked({ ...hit, quote: text })), place(hit));
}

let searches = 0;

find("search-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const query = find("search-input").value.trim();
  const [status, list] = [find("search-status"), find("search-results")];
  if (!query) return find("search-input").focus();
  const number = ++searches;
  status.textContent = "Searching…";
  try {
    const { hits } = await read(`/v1/search?query=${encodeURIComponent(query)}&limit=${RESULTS}`);
    if (number !== searches) return;
    list.replaceChildren(...hits.map(result));
    status.textContent = hits.length ? `The ${hits.length} closest passages` : "Nothing in the documents comes close.";
  } catch (error) {
    status.textContent = error.message;
  }
});

/* timeline */

/** An EDTF date as people write it; what is not a plain year, month or day stays as it is. */
function spokenDate(edtf) {
  const spoken = edtf.split("/").map((date) => {
    const [, year, month, day, doubt] = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?([~?%])?$/.exec(date) ?? [];
    if (!year) return date;
    const format = { timeZone: "UTC", year: "numeric", month: month && "short", day: day && "numeric" };
    const words = new Intl.DateTimeFormat(document.documentElement.lang, format).format(Date.UTC(year, (month ?? 1) - 1, day ?? 1));
    return doubt === "?" ? `${words} (uncertain)` : doubt ? `about ${words}` : words;
  });
  return spoken.join(" – ");
}

/** What a date's own words add to it; those of a deal are marked in its quote already. */
function written(when, records) {
  const words = records.find(({ kind, surface }) => kind === "date" && surface !== when && surface.length <= 40)?.surface;
  return words && make("small", { dir: "auto" }, `“${words}”`);
}

function entry({ edtf, records }) {
  const when = spokenDate(edtf);
  const citations = records.map((record) => record.citation);
  return make("li", {}, make("p", { className: "when" }, make("time", {}, when), written(when, records)),
    make("div", {}, make("p", { className: "claim", dir: "auto" }, ...marked(...citations)), place(citations[0])));
}

/** One entry for each claim and date, however many records it holds. */
function byClaim(entries) {
  const groups = new Map();
  for (const { edtf, record } of entries) {
    const { document_id: document, start, end } = record.citation;
    const key = JSON.stringify([edtf, document, start, end]);
    if (!groups.has(key)) groups.set(key, { edtf, records: [] });
    groups.get(key).records.push(record);
  }
  return [...groups.values()];
}

async function showTimeline() {
  const entries = byClaim((await read(`/v1/timeline?limit=${MOST_DATES}`)).entries);
  const [list, more] = [find("timeline-list"), find("timeline-more")];
  list.append(...entries.slice(0, FIRST_DATES).map(entry));
  more.hidden = entries.length <= FIRST_DATES;
  more.textContent = `Show all ${entries.length}`;
  more.addEventListener("click", () => {
    const next = list.children.length;
    list.append(...entries.slice(FIRST_DATES).map(entry));
    more.hidden = true;
    list.children[next]?.querySelector("a").focus();
  });
  if (!entries.length) find("timeline-status").textContent = "The documents state no dates.";
}

/* documents */

async function showDocuments() {
  const { documents } = await read("/v1/documents");
  find("documents-list").append(...documents.map(({ id, title, author, publisher, published }) => make("li", {},
    make("a", { href: viewerAddress({ document_id: id }), dir: "auto" }, title),
    make("p", { className: "place" }, [author, publisher, published && spokenDate(published)].filter(Boolean).join(" · ")))));
  find("documents-status").textContent = documents.length ? "" : "No documents have been read yet.";
}

/* what a host page needs */

const script = document.querySelector("script[integrity]");
find("embed-code").textContent = `<script type="module" src="${script.src}"\n  integrity="${script.integrity}"\n`
  + `  crossorigin="anonymous" data-title="Ask the briefs"></script>`;

showExamples().catch(() => {});
showTimeline().catch((error) => { find("timeline-status").textContent = error.message; });
showDocuments().catch((error) => { find("documents-status").textContent = error.message; });
