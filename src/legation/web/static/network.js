// The slider of the network: each month is the same page at another address, of which the living part is taken.

import { enliven } from "./desk.js";

const PAUSE = 900; // milliseconds between two months that play
const form = document.querySelector("[data-slider]");

if (form) {
  const choice = form.elements.as_of;
  const months = [...choice.options].map((option) => ({ day: option.value, words: option.text }));
  const range = Object.assign(document.createElement("input"), { type: "range", min: 0, max: months.length - 1, value: choice.selectedIndex });
  range.setAttribute("aria-label", "Month");
  const play = Object.assign(document.createElement("button"), { type: "button", textContent: "Play" });
  let timer = null;
  let wanted = 0;

  async function show(place) {
    const turn = ++wanted;
    choice.selectedIndex = range.value = place;
    range.setAttribute("aria-valuetext", months[place].words);
    const address = new URL(location.href);
    address.searchParams.set("as_of", months[place].day);
    const answer = await fetch(address);
    if (!answer.ok || turn !== wanted) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    await Promise.all([...page.querySelectorAll("img[data-picture]")].map(enliven));
    if (turn !== wanted) return;
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
      if (fresh) part.replaceChildren(...fresh.childNodes);
    }
    history.replaceState(null, "", address);
  }

  function stop() {
    clearTimeout(timer);
    timer = null;
    play.textContent = "Play";
  }

  async function step() {
    const next = choice.selectedIndex + 1;
    if (next >= months.length) return stop();
    await show(next);
    if (timer !== null) timer = setTimeout(step, PAUSE);
  }

  play.addEventListener("click", () => {
    if (timer !== null) return stop();
    play.textContent = "Pause";
    if (choice.selectedIndex === months.length - 1) choice.selectedIndex = -1;
    timer = setTimeout(step);
  });
  range.addEventListener("input", () => { stop(); show(Number(range.value)); });
  choice.addEventListener("change", () => { stop(); show(choice.selectedIndex); });
  form.querySelector("button").hidden = true;
  form.append(play, range);
}
