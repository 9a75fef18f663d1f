// The portal's one script. Every page works without it; with it, drafts are kept on this device, rows are added
// without a round trip, answers follow what is typed, dangerous buttons ask first, nothing is sent twice, and menus
// close when you look away.
"use strict";

const HERE = document.currentScript.src; // the smallest thing that tells whether the portal can be reached
const DRAFTS = "draft:";
const KEEP = 14 * 86400000; // two weeks: longer than a holiday between two sittings, shorter than a device's life with another person
// By its marks the portal knows what it has had already, and what somebody else has changed meanwhile.
const MARKS = ["sheet", "from_version"];
const NOT_ANSWERS = new Set(["csrf_token", "version", "password", ...MARKS]);

/* Drafts: what is typed into <form data-autosave="name"> is kept on this device until it has arrived, by each tab apart. */

// A device that keeps nothing, is full, or holds something strange must not stop anybody from writing.
function safely(deed) {
  try {
    return deed();
  } catch {
    return null;
  }
}

const stored = (key, place = "localStorage") => safely(() => JSON.parse(window[place].getItem(key)));
const store = (key, draft, place = "localStorage") =>
  safely(() => (draft ? window[place].setItem(key, JSON.stringify(draft)) : window[place].removeItem(key)) ?? true);
const draftKeys = () => safely(() => Object.keys(localStorage).filter((key) => key.startsWith(DRAFTS))) ?? [];

function answers(form) {
  return [...new FormData(form)].filter(([name, value]) => !NOT_ANSWERS.has(name) && typeof value === "string");
}

function putBack(form, { answers: kept, marks }) {
  for (const name of new Set(kept.map(([name]) => name.split("-")[0]))) {
    const rows = form.querySelector(`[data-rows="${CSS.escape(name)}"]`);
    const wanted = new Set(kept.map(([field]) => field.split("-")).filter((part) => part[0] === name).map((part) => part[1]));
    if (rows) for (const index of wanted) if (!rows.querySelector(`[name^="${CSS.escape(`${name}-${index}-`)}"]`)) addRow(rows, index);
  }
  for (const field of form.elements) {
    if (!field.name || NOT_ANSWERS.has(field.name) || ["submit", "button", "hidden"].includes(field.type)) continue;
    const values = kept.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
  for (const name of MARKS) if (form.elements[name] && marks?.[name]) form.elements[name].value = marks[name];
  form.querySelectorAll("details.ticks").forEach(countChosen);
}

/* What other pages have kept of this form is on offer, the newest first, until somebody puts it back, which brings it
   under this page's key, or throws it away. What stood in the form when it was put back is kept as one of them. */
function keepDraft(form) {
  const name = `${DRAFTS}${document.body.dataset.person || ""}:${form.dataset.autosave}`;
  const newKey = () => `${name}:${Date.now()}-${Math.random()}`;
  const key = newKey();
  const [offer, back, kept] = ["offer", "back", "kept"].map((part) => form.querySelector(`[data-draft=${part}]`));
  const say = (place, at) => {
    const said = at && new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    place.hidden = !at;
    place.querySelector("time").textContent = said || "";
  };
  const atFirst = answers(form);
  const differs = (others) => JSON.stringify(others) !== JSON.stringify(answers(form));
  const drafts = () => draftKeys().filter((one) => one.startsWith(name) && one !== key).map((one) => ({ ...stored(one), key: one }));
  const mine = drafts().find((draft) => draft.refused || !differs(draft.answers)); // it stands in the form, or will at once
  let tried, older, timer;
  // A sheet that was never sent is no draft's: whoever puts the text back elsewhere writes on a sheet of their own.
  const marks = () => ({ sheet: tried && form.elements.sheet?.value, from_version: form.elements.from_version?.value });
  const now = () => ({ at: Date.now(), answers: answers(form), marks: marks() });
  const keep = () => {
    timer = clearTimeout(timer); // none
    say(kept, store(key, now()) && Date.now());
  };
  const bring = ({ key: from, ...draft }) => {
    store(from);
    store(key, draft);
    if (draft.refused || differs(draft.answers)) putBack(form, draft);
    tried = draft.marks?.sheet === form.elements.sheet?.value;
  };
  const offerOlder = () => {
    [older] = drafts().filter((draft) => differs(draft.answers)).sort((one, other) => other.at - one.at);
    say(offer, older?.at);
  };
  offer.addEventListener("click", ({ target }) => {
    if (!target.matches("[data-draft-put], [data-draft-drop]")) return;
    const puts = target.matches("[data-draft-put]");
    if (puts && (mine || differs(atFirst))) store(newKey(), now());
    if (puts) bring(older);
    else store(older.key);
    offerOlder();
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });
  if (mine) bring(mine);
  back.hidden = !mine?.refused;
  offerOlder();
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 400);
  });
  form.addEventListener("sent", () => {
    tried = true;
    keep();
    store("sent", { key, from: location.href.split("#")[0] }, "sessionStorage");
  });
  // A lid that is closed, a page that is left: what was typed last is kept as well.
  document.addEventListener("visibilitychange", () => timer && keep());
}

/* Drafts that arrived, old ones, and those of whoever used this device before have no business here. What this tab sent
   arrived if the answer led from its form to another page; an error does not, and a page without a name refused it. */
function sweepDrafts() {
  const { person } = document.body.dataset;
  const visit = performance.getEntriesByType("navigation")[0];
  const ledOn = visit?.type === "navigate" && visit.redirectCount > 0;
  for (const key of draftKeys()) {
    if ((person && !key.startsWith(`${DRAFTS}${person}:`)) || !(Date.now() - stored(key)?.at < KEEP)) store(key);
  }
  const sent = stored("sent", "sessionStorage");
  const draft = stored(sent?.key);
  if (draft && !person) store(sent.key, { ...draft, refused: true });
  else if (draft && ledOn && document.referrer === sent.from) store(sent.key);
  store("sent", null, "sessionStorage");
}

/* What was written is not sent into a dead line: it waits on the page until the portal can be reached again. */

const ASK_AGAIN = 5000; // milliseconds

async function isThereALine() {
  try {
    return (await fetch(HERE, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout?.(2 * ASK_AGAIN) })).ok;
  } catch {
    return false;
  }
}

async function sendOnceThereIsALine(form, button) {
  if (form.dataset.waits) return;
  form.dataset.waits = "yes";
  const notice = form.querySelector("[data-draft=waits]");
  while ((notice.hidden = await isThereALine()) === false) {
    await new Promise((go) => [addEventListener("online", go, { once: true }), setTimeout(go, ASK_AGAIN)]);
  }
  form.dataset.waits = "over";
  form.requestSubmit(button);
  delete form.dataset.waits;
}

/* Rows: <div data-rows="components"> with a <template>; indexes may have gaps, the server reads them as they come. */

function number(rows) {
  const all = rows.querySelectorAll(":scope > [data-row]");
  all.forEach((row, i) => row.querySelectorAll("[data-number]").forEach((place) => (place.textContent = i + 1)));
  const add = rows.querySelector("[data-add-row]");
  if (add) add.hidden = all.length >= Number(rows.dataset.most);
}

function addRow(rows, index) {
  const taken = new Set([...rows.querySelectorAll("[name]")].map((field) => field.name.split("-")[1]));
  let free = 0;
  while (taken.has(String(free))) free += 1;
  const holder = document.createElement("template");
  holder.innerHTML = rows.querySelector("template").innerHTML.replaceAll("-NEW", `-${index ?? free}`);
  const row = holder.content.querySelector("[data-row]");
  (rows.querySelector(":scope > [data-add-row]") ?? rows.lastElementChild).before(row);
  number(rows);
  return row;
}

function onRows(event) {
  const button = event.target.closest("[data-add-row], [data-remove-row]");
  const rows = button?.closest("[data-rows]");
  if (!rows) return;
  event.preventDefault();
  if (button.matches("[data-add-row]")) addRow(rows).querySelector("input, select, textarea").focus();
  else {
    if (rows.querySelectorAll(":scope > [data-row]").length > 1) button.closest("[data-row]").remove();
    number(rows);
    rows.querySelector("[data-add-row]")?.focus();
  }
  rows.dispatchEvent(new Event("input", { bubbles: true }));
}

/* Live: while <form data-live="ids"> is filled in, it is sent behind the scenes, and what stands under these ids is
   taken from the answer: the page that the form's button (the one with data-live-button, if it has several) leads to.
   No answer, a late one, an error or a redirect change nothing. */

const PAUSE = 500; // milliseconds: the length of a thought, not of a keystroke
let pause;
let asked;

async function askLive(form) {
  const button = [...form.elements].find((field) => field.matches("[data-live-button]"));
  const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  if (button?.name) fields.append(button.name, button.value);
  const posts = form.method === "post";
  const address = new URL(button?.getAttribute("formaction") ?? form.action, document.baseURI);
  if (!posts) address.search = fields;
  const places = form.dataset.live.split(" ").map((id) => document.getElementById(id));
  // Ears are told of the change, unless the page says otherwise: a long list is better summed up beside it.
  for (const place of places) if (!place.hasAttribute("aria-live")) place.setAttribute("aria-live", "polite");
  asked = new AbortController();
  try {
    const how = { method: form.method, body: posts ? fields : null, redirect: "manual", signal: asked.signal };
    const answer = await fetch(address, how);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !places.every((place) => page.getElementById(place.id))) return;
    const focused = document.activeElement.id;
    for (const place of places) place.replaceChildren(...page.getElementById(place.id).childNodes);
    if (focused && document.activeElement.id !== focused) document.getElementById(focused)?.focus();
    if (!posts) history.replaceState(null, "", address);
  } catch {
    // the line dropped, or the person typed on: what stands there stays
  }
}

function restLive() {
  clearTimeout(pause);
  asked?.abort();
}

function onLive({ target }) {
  const form = target.form ?? target.closest("form");
  if (!form?.dataset.live) return;
  restLive();
  pause = setTimeout(askLive, PAUSE, form);
}

/* Small kindnesses */
// A suggestion leads to the question that it answers, and here answers it too: the first that nobody has answered.
function onFill(event) {
  const link = event.target.closest("a[data-fill]");
  const fields = link?.closest("form").querySelectorAll(`[name$="${link.dataset.fill}"]`) ?? [];
  const field = [...fields].find(({ value }) => !value || value === link.dataset.code);
  if (field) link.hash = Object.assign(field, { checked: true, value: link.dataset.code }).id;
  field?.dispatchEvent(new Event("input", { bubbles: true }));
}

function countChosen(group) {
  const place = group?.querySelector("[data-chosen]");
  if (place) place.textContent = group.querySelectorAll("input:checked").length || "";
}

function countCharacters(place) {
  const field = document.getElementById(place.dataset.count);
  const most = Number(field?.dataset.most);
  if (!most) return;
  const words = place.textContent;
  const show = () => {
    const used = [...field.value].length;
    place.textContent = used ? `${words} ${used} / ${most}` : words;
    place.classList.toggle("error", used > most);
  };
  field.addEventListener("input", show);
  show();
}

function onSubmit(event) {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (event.defaultPrevented) return;
  if (form.dataset.autosave && form.dataset.waits !== "over") {
    event.preventDefault();
    return sendOnceThereIsALine(form, event.submitter);
  }
  if (form.dataset.sent || (question && !confirm(question))) return event.preventDefault();
  if (form.matches("[data-forget-drafts]")) draftKeys().forEach((key) => store(key));
  if (form.method === "post") form.dataset.sent = "yes";
  form.dispatchEvent(new Event("sent"));
  restLive();
}

const closeMenus = (except) => document.querySelectorAll("details.menu[open]").forEach((menu) => (menu.open = menu === except));

document.addEventListener("submit", onSubmit);
document.addEventListener("input", onLive);
document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
  onRows(event);
  onFill(event);
});
// j and k lead from one row of a list to the next: only inside the list, so that no other key is taken.
document.addEventListener("keydown", (event) => {
  const rows = [...(event.target.closest("[data-steps]")?.children ?? [])];
  const way = event.ctrlKey || event.metaKey || event.altKey ? 0 : { j: 1, k: -1 }[event.key];
  if (!way || event.target.closest("input, textarea, select")) return;
  rows[rows.findIndex((row) => row.contains(event.target)) + way]?.querySelector("a")?.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelector("details.menu[open] > summary")?.focus();
  closeMenus(null);
});
document.addEventListener("input", ({ target }) => countChosen(target.closest("details.ticks")));
// Back in the browser brings the page as it was left: the form may be sent again.
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
document.querySelector("[data-focus]")?.focus();
document.querySelector("form[data-go-on]")?.requestSubmit();
document.querySelectorAll("[data-count]").forEach(countCharacters);
sweepDrafts();
document.querySelectorAll("form[data-autosave]").forEach(keepDraft);
