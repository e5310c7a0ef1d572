// Brings the pages alive: pictures become part of the page, so that their shapes can be pointed at and followed.
// Without it every page is complete.

export async function enliven(image) {
  const answer = await fetch(image.src);
  if (!answer.ok || !image.isConnected) return;
  const text = (await answer.text()).replace(/<style>[^<]*<\/style>/g, ""); // the page has the same sheet
  const drawn = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (drawn.nodeName !== "svg") return;
  drawn.setAttribute("role", "group"); // its links are for the keyboard too
  for (const link of drawn.querySelectorAll("a")) name(link);
  image.replaceWith(document.importNode(drawn, true));
}

function name(link) {
  const told = link.querySelector("title, text")?.textContent ?? link.querySelector("[aria-label]")?.getAttribute("aria-label");
  if (told) link.setAttribute("aria-label", told);
}

export function enlivenAll(within) {
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      enliven(entry.target);
    }
  }, { rootMargin: "400px" });
  for (const image of within.querySelectorAll("img[data-picture]")) seen.observe(image);
}

// Fields left empty stay out of the address.
function tidy(event) {
  if (event.target.method !== "get") return;
  const empty = [...event.target.elements].filter((field) => field.name && !field.value);
  for (const field of empty) field.disabled = true;
  setTimeout(() => empty.forEach((field) => { field.disabled = false; }));
}

document.addEventListener("submit", tidy);
enlivenAll(document);
