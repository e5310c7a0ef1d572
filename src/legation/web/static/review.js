// The review queue by keyboard: a accept, e edit, r reject, n next, p previous, u undo. Without it the forms do the same.

const queue = [...document.querySelectorAll("[data-asked]")];
const status = document.querySelector("[data-status]");
const judged = []; // those judged on this page, the last one last
let here = 0;

function go(place) {
  here = Math.max(0, Math.min(queue.length - 1, place));
  queue[here]?.focus();
}

function next() {
  const open = queue.findIndex((one, place) => place > here && !one.classList.contains("judged"));
  if (open >= 0) go(open);
  else status.textContent = "The last of this page. Load the page again for more.";
}

async function send(item, judgement, fields) {
  const answer = await fetch("/review", { method: "POST", headers: { Accept: "application/json" }, body: fields });
  if (!answer.ok) {
    status.textContent = answer.status === 403 ? "You may not judge, or the page is old: load it again." : "This was not kept; try again.";
    return false;
  }
  item.classList.toggle("judged", judgement !== "undo");
  item.querySelector("[data-verdict]").textContent = judgement === "undo" ? "" : { accept: "accepted", reject: "rejected", edit: "edited" }[judgement];
  return true;
}

function fieldsOf(form, judgement) {
  const fields = new URLSearchParams(new FormData(form));
  fields.set("judgement", judgement);
  return fields;
}

async function judge(item, judgement) {
  const form = item.querySelector("[data-judge]");
  if (await send(item, judgement, fieldsOf(form, judgement))) {
    judged.push(item);
    status.textContent = `${item.querySelector("[data-verdict]").textContent}. Press u to undo.`;
    here = queue.indexOf(item);
    next();
  }
}

async function undo() {
  const item = judged.pop();
  if (!item) return void (status.textContent = "Nothing was judged on this page that could be undone.");
  if (await send(item, "undo", fieldsOf(item.querySelector("[data-judge]"), "undo"))) {
    status.textContent = "Undone.";
    go(queue.indexOf(item));
  } else judged.push(item);
}

function edit(item) {
  const details = item.querySelector("details");
  details.open = true;
  details.querySelector("select").focus();
}

const keys = {
  a: () => judge(queue[here], "accept"),
  r: () => judge(queue[here], "reject"),
  e: () => edit(queue[here]),
  n: () => go(here + 1),
  p: () => go(here - 1),
  u: undo,
};

if (queue.length) {
  document.querySelector("[data-keys]").hidden = false;
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, summary");
    if (event.key === "Escape" && typing) queue[here].focus();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.addEventListener("focusin", (event) => {
    const place = queue.indexOf(event.target.closest("[data-asked]"));
    if (place >= 0) here = place;
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-judge]")) return;
    event.preventDefault();
    judge(event.target.closest("[data-asked]"), event.submitter.value);
  });
}
